// Squares that look like a code to scan; they say nothing.
(() => {
  const side = 29;
  const pen = document.getElementById("qr").getContext("2d");
  const step = 174 / side;
  const corner = (x, y) => [[0, 0], [side - 7, 0], [0, side - 7]].find(([left, top]) => x >= left && x < left + 7 && y >= top && y < top + 7);
  let seed = 7;
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      const place = corner(x, y);
      const ring = place && Math.max(Math.abs(x - place[0] - 3), Math.abs(y - place[1] - 3));
      const dark = place ? ring !== 2 : seed % 7 < 3;
      if (dark) pen.fillRect(x * step, y * step, step + 0.5, step + 0.5);
    }
  }
})();
