"""What is counted in a name: numbers in brackets, in front, on a badge, or behind words that say so, in many languages."""

from __future__ import annotations

import re

from verifier.compare.spoken import LETTER, keyed
from verifier.match.normalize import key_of

_NUMBER = r"\d[\d.,]*"
_BRACKETED = re.compile(
    r"[(\[{（【]\s?\d[\d.,\s]*[km+]{0,2}\s?[)\]}）】]|^\d[\d.,]*[km+]{0,2}(?=\s)|(?<=\s)\d+(?:[.,]\d+)*[km]\b"
)
_BADGE = re.compile(r"(?<=[^\s\d.,:/-])\s?\d[\d.,]*[km]?\+?$")

# One line for each language: en ro ar ru uk es fr de pt it el zh sw tr pl nl id hi ja ko vi sv cs.
_COUNTED_BEHIND = (
    "total", "results?", "items?", "entries", "new", "unread", "open", "comments?", "views?", "likes?", "votes?", "replies", "followers", "members",
    "online", "remaining",
    "rezultate?", "articole", "comentarii", "mesaje", "vizualizări", "voturi", "răspunsuri", "produse", "necitite", "noi",
    "نتائج", "نتيجة", "تعليق", "تعليقات", "رسائل", "رسالة", "مشاهدة", "مشاهدات", "ردود", "منتجات", "عناصر",
    "результат(?:а|ов)?", "комментари(?:й|я|ев)", "сообщени(?:е|я|й)", "просмотр(?:а|ов)?", "ответ(?:а|ов)?", "товар(?:а|ов)?", "непрочитанных",
    "результат(?:и|ів)?", "коментар(?:і|ів)?", "повідомлен(?:ня|ь)", "перегляд(?:и|ів)?",
    "resultados?", "comentarios?", "mensajes?", "respuestas?", "artículos", "visitas",
    "résultats?", "commentaires?", "vues", "réponses?", "articles",
    "ergebnisse?", "treffer", "kommentare?", "nachrichten", "antworten", "artikel", "aufrufe", "ungelesene?",
    "comentários?", "mensagens", "respostas?", "visualizações", "itens",
    "risultat[oi]", "comment[oi]", "messaggi", "risposte", "visualizzazioni",
    "αποτελέσματα", "σχόλια", "μηνύματα", "προβολές", "απαντήσεις", "προϊόντα",
    "matokeo", "maoni", "jumbe", "majibu",
    "sonuç", "yorum", "mesaj", "görüntüleme", "yanıt", "ürün",
    "wynik(?:i|ów)?", "komentarz[ey]?", "wiadomości", "odpowiedzi", "wyświetle(?:ń|nia)",
    "resulta(?:at|ten)", "reacties?", "berichten", "weergaven", "antwoorden",
    "hasil", "komentar", "pesan", "balasan",
    "परिणाम", "टिप्पणियाँ", "टिप्पणियां", "संदेश", "उत्तर",
    "kết quả", "bình luận", "tin nhắn", "lượt xem",
    "träffar", "kommentarer", "meddelanden", "visningar", "svar",
    "výsledk[yů]", "komentář[eů]?", "zpráv[y]?", "odpověd[ií]",
)  # fmt: skip
_COUNTED_CLOSE = "个结果|個結果|条(?:结果|评论|消息|留言|回复)|則(?:留言|訊息)|次(?:浏览|查看|瀏覽)|件の(?:結果|コメント|返信|商品)|件中|回(?:閲覧|表示|視聴)|개(?:의)?\\s?(?:결과|댓글|메시지|상품)|건"
"""Words that stand behind a count without a gap."""
_COUNTED = (
    "inbox", "drafts?", "messages?", "notifications?", "alerts?", "cart", "basket", "bag", "wish\\s?list", "favou?rites", "saved", "comments?", "replies",
    "answers", "reviews", "likes?", "votes?", "views?", "followers", "members", "online", "unread", "tasks", "requests", "tickets", "orders", "results",
    "items", "files", "photos", "updates", "all", "more",
    "mesaje", "notificări", "alerte", "coș", "coșul meu", "favorite", "comentarii", "răspunsuri", "recenzii", "comenzi", "cereri", "solicitări", "rezultate",
    "الرسائل", "رسائل", "الإشعارات", "إشعارات", "التنبيهات", "السلة", "سلة التسوق", "عربة التسوق", "المفضلة", "التعليقات", "الردود", "الطلبات", "طلباتي",
    "сообщения", "уведомления", "корзина", "избранное", "комментарии", "ответы", "отзывы", "заказы", "заявки", "входящие",
    "повідомлення", "сповіщення", "кошик", "обране", "коментарі", "відповіді", "відгуки", "замовлення", "вхідні",
    "mensajes", "notificaciones", "carrito", "cesta", "favoritos", "comentarios", "respuestas", "reseñas", "pedidos", "bandeja de entrada",
    "panier", "favoris", "commentaires", "réponses", "avis", "commandes", "boîte de réception",
    "nachrichten", "benachrichtigungen", "mitteilungen", "warenkorb", "merkzettel", "favoriten", "kommentare", "antworten", "bewertungen", "bestellungen",
    "posteingang",
    "mensagens", "notificações", "carrinho", "comentários", "respostas", "avaliações", "caixa de entrada",
    "messaggi", "notifiche", "carrello", "preferiti", "commenti", "risposte", "recensioni", "ordini",
    "μηνύματα", "ειδοποιήσεις", "καλάθι", "αγαπημένα", "σχόλια", "απαντήσεις", "κριτικές", "παραγγελίες", "αιτήματα",
    "ujumbe", "arifa", "kikapu", "vipendwa", "maoni", "majibu", "maombi",
    "mesajlar", "bildirimler", "sepet", "sepetim", "favoriler", "favorilerim", "yorumlar", "siparişler", "siparişlerim",
    "wiadomości", "powiadomienia", "koszyk", "ulubione", "komentarze", "odpowiedzi", "opinie", "zamówienia",
    "berichten", "meldingen", "winkelwagen", "winkelmandje", "favorieten", "reacties", "beoordelingen", "bestellingen",
    "pesan", "notifikasi", "keranjang", "favorit", "komentar", "balasan", "ulasan", "pesanan",
    "संदेश", "सूचनाएँ", "सूचनाएं", "कार्ट", "पसंदीदा", "टिप्पणियाँ", "टिप्पणियां", "उत्तर", "समीक्षाएँ", "ऑर्डर",
    "tin nhắn", "thông báo", "giỏ hàng", "yêu thích", "bình luận", "đánh giá", "đơn hàng",
    "meddelanden", "aviseringar", "notiser", "varukorg", "kundvagn", "favoriter", "kommentarer", "recensioner", "beställningar",
    "zprávy", "oznámení", "upozornění", "košík", "oblíbené", "komentáře", "odpovědi", "recenze", "objednávky",
    "消息", "訊息", "通知", "提醒", "购物车", "購物車", "收藏", "评论", "評論", "回复", "订单", "訂單", "收件箱",
    "メッセージ", "お知らせ", "カート", "買い物かご", "お気に入り", "コメント", "返信", "レビュー", "注文", "受信トレイ",
    "메시지", "알림", "장바구니", "즐겨찾기", "찜", "댓글", "답글", "리뷰", "주문", "받은편지함",
)  # fmt: skip
"""What says by itself that a number behind it counts something."""


_BEHIND = re.compile(
    rf"(?<![\w.,]){_NUMBER}\s?(?:(?<=\s)(?:{keyed('|'.join(_COUNTED_BEHIND))})(?!{LETTER})|{_COUNTED_CLOSE})"
)
_COUNTER = re.compile(
    rf"((?<!{LETTER})(?:{keyed('|'.join(_COUNTED))}))\s?[:：]?\s?{_NUMBER}[km]?\+?$|\s?[·•|]\s?{_NUMBER}[km]?\+?$"
)


def without_badge(key: str) -> str:
    """The key of a name whose number at the end stands on a badge, without that number."""
    return key_of(_BADGE.sub("", key))


def without_counts(key: str, *, pressed: bool) -> str:
    """The key of a name (see `key_of`) with a gap for each count; `pressed`: it is that of a link or button, which may end in one."""
    plain = _BEHIND.sub(" ", _BRACKETED.sub(" ", key))
    return _COUNTER.sub(r"\1", plain.strip()) if pressed else plain
