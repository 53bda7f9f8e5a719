(() => {
  const log = document.getElementById("log");
  const choices = document.getElementById("choices");
  const say = (words, mine) => {
    const bubble = document.createElement("p");
    bubble.className = mine ? "said mine" : "said";
    bubble.textContent = words;
    log.append(bubble);
  };
  // A choice with choices of its own takes their place; one with only an answer leaves them as they are.
  const offer = (list) => choices.replaceChildren(...[...list.children].map((item) => {
    const link = item.querySelector(":scope > a");
    const pick = document.createElement(link ? "a" : "button");
    pick.className = "pick";
    if (link) {
      pick.href = link.href;
      pick.textContent = link.textContent;
      return pick;
    }
    pick.type = "button";
    pick.textContent = item.querySelector(":scope > b").textContent;
    pick.onclick = () => {
      say(pick.textContent, true);
      say(item.querySelector(":scope > p").textContent, false);
      const further = item.querySelector(":scope > ul");
      if (further) offer(further);
      pick.scrollIntoView?.({ block: "nearest" });
    };
    return pick;
  }));
  const greetings = document.getElementById("greetings").content.children;
  say(greetings[Date.now() % greetings.length].textContent, false);
  offer(document.getElementById("menu").content.querySelector("ul"));
})();
