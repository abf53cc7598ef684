() => {
  const edges = (r) => [r.left, r.top, r.right, r.bottom];
  const chat = document.querySelector('.chat');
  const words = (node) => {
    const kept = [];
    const walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    for (let text = walk.nextNode(); text; text = walk.nextNode()) {
      for (const found of text.data.matchAll(/\S+/g)) {
        const range = document.createRange();
        range.setStart(text, found.index);
        range.setEnd(text, found.index + found[0].length);
        kept.push({ word: found[0], box: edges(range.getBoundingClientRect()) });
      }
    }
    return kept;
  };
  const turns = [...document.querySelectorAll('[data-kind]')].map((b) => {
    const t = b.querySelector('.t');
    const label = b.querySelector('.label') || b.parentElement.querySelector(':scope > .label');
    return { ...b.dataset, label: label ? edges(label.getBoundingClientRect()) : null, words: t ? words(t) : [], box: edges(b.getBoundingClientRect()) };
  });
  const title = document.querySelector('.header .title');
  return { turns, window: edges(chat.getBoundingClientRect()),
    title: title ? edges(title.getBoundingClientRect()) : null };
}
