() => {
  const chat = document.querySelector('.chat').getBoundingClientRect();
  const bottom = document.querySelector('.chat').dataset.floor || chat.bottom;
  const seen = (r) => r.top >= chat.top - 1 && r.bottom <= bottom + 1;
  const words = (node) => {
    const kept = [];
    const walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    for (let text = walk.nextNode(); text; text = walk.nextNode()) {
      for (const found of text.data.matchAll(/\S+/g)) {
        const range = document.createRange();
        range.setStart(text, found.index);
        range.setEnd(text, found.index + found[0].length);
        if (seen(range.getBoundingClientRect())) kept.push(found[0]);
      }
    }
    return kept.join(' ');
  };
  const turns = [];
  for (const b of document.querySelectorAll('[data-kind]')) {
    const r = b.getBoundingClientRect();
    const top = Math.max(r.top, chat.top), low = Math.min(r.bottom, bottom);
    if (low - top < 6) continue;
    const t = b.querySelector('.t');
    turns.push({
      text: t ? words(t) : '', side: b.dataset.side, kind: b.dataset.kind,
      author: b.dataset.author || null, sent_at_raw: b.dataset.time || null,
      partial: !seen(r), box: [r.left, top, r.right, low],
    });
  }
  return turns;
}
