// What is an advertisement: by the attributes and names that those who sell them have it carry, never by what it says.

const SOLD = "[data-ad-slot],[data-ad-client],[data-ad-unit],[data-google-query-id],[rel~=sponsored],ins.adsbygoogle";
const SOLD_NAME = new RegExp("(?:^|[^a-z0-9])(?:advert|advertisements?|sponsored|promoted|adsbygoogle|google_ads\\w*|aswift\\w*|taboola|outbrain|doubleclick|dfp"
  + "|ads?[-_](?:slots?|units?|box|banners?|container|wrapper|frame|space|placeholder|zone)|(?:banner|box|slot|native|sidebar)[-_]ads?)(?:[^a-z0-9]|$)", "i");
const SOLD_WORD = new Set(["advertisement", "advertisements", "sponsored", "sponsored content", "anzeige", "werbung", "publicité", "publicidad",
  "anuncio", "publicidade", "anúncio", "pubblicità", "publicitate", "sponsorizat", "διαφήμιση", "χορηγούμενο", "реклама", "reklama", "reklam",
  "advertentie", "annonce", "annons", "iklan", "tangazo", "إعلان", "محتوى مموّل", "广告", "廣告", "广告内容", "広告", "광고", "विज्ञापन", "quảng cáo", "โฆษณา"]);
// Names such as `no-ads` may stand on the whole page: what holds the page's own title, main part or fields is no advertisement.
const OWN_PARTS = "main,[role=main],h1,select,textarea,input:not([type=hidden])";
// What is said of a box or frame; of a link it would be its name, which may lead to a page on advertising.
const soldBox = (el) => ["aside", "div", "section", "iframe"].includes(tagOf(el)) && !/^(?:button|link|tab|menuitem)/.test(attr(el, "role"))
  && SOLD_WORD.has(fold(attr(el, tagOf(el) === "iframe" ? "title" : "aria-label")).toLowerCase());
const isAdvert = (el) => (el.matches(SOLD) || SOLD_NAME.test(`${el.id} ${attr(el, "class")}`) || soldBox(el))
  && !el.matches(`html,body,${OWN_PARTS}`) && !el.querySelector(OWN_PARTS);
