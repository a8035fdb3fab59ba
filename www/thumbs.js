// Small pictures of the tasks, by their names in a link: 32 by 32, a path a class. A task without one has its name alone.

/** `filled` paints areas instead of strokes. @type {Record<string, { paths: [string, string], filled?: true }>} */
export const THUMBS = {
  xor: { paths: ['M3 3h10v10H3z M19 19h10v10H19z', 'M19 3h10v10H19z M3 19h10v10H3z'], filled: true },
  moons: { paths: ['M3 18 A9 9 0 0 1 21 18', 'M11 14 A9 9 0 0 0 29 14'] },
  circles: { paths: ['M16 4 A12 12 0 1 1 15.9 4', 'M16 11 A5 5 0 1 1 15.9 11'] },
  spirals: { paths: ['M16 16 C18 12 23 14 22 19 C21 26 10 26 7 19 C5 12 9 5 16 4', 'M16 16 C14 20 9 18 10 13 C11 6 22 6 25 13 C27 20 23 27 16 28'] },
  checker: { paths: ['M4 4h6v6h-6z M16 4h6v6h-6z M10 10h6v6h-6z M22 10h6v6h-6z M4 16h6v6h-6z M16 16h6v6h-6z M10 22h6v6h-6z M22 22h6v6h-6z', 'M10 4h6v6h-6z M22 4h6v6h-6z M4 10h6v6h-6z M16 10h6v6h-6z M10 16h6v6h-6z M22 16h6v6h-6z M4 22h6v6h-6z M16 22h6v6h-6z'], filled: true },
  rings3: { paths: ['M16 3 A13 13 0 1 1 15.9 3 M16 12 A4 4 0 1 1 15.9 12', 'M16 8 A8 8 0 1 1 15.9 8'] },
  yinyang: { paths: ['M16 4 A12 12 0 0 1 16 28 A6 6 0 0 1 16 16 A6 6 0 0 0 16 4', 'M16 4 A12 12 0 0 0 16 28'] },
  'yinyang-published': { paths: ['M16 4 A12 12 0 0 1 16 28 A6 6 0 0 1 16 16 A6 6 0 0 0 16 4 M16 21v2', 'M16 4 A12 12 0 0 0 16 28 M16 9v2'] },
  order: { paths: ['M5 6v8 M10 6v8', 'M20 18v8 M26 18v8'] },
  randman: { paths: ['M3 20 C9 4 14 26 19 14 S27 8 29 12', 'M3 10 C8 26 14 8 18 22 S26 24 29 22'] },
  match: { paths: ['M4 8v16 M9 8v16', 'M23 8v16 M28 8v16'] },
  gap: { paths: ['M4 8v16 M9 8v16 M13 16h1 M16 16h1 M19 16h1', 'M23 8v16 M28 8v16'] },
  xorgap: { paths: ['M4 6v8 M8 6v8', 'M4 18v8 M8 18v8 M12 16h1 M16 16h1 M20 16h1 M26 10v12'] },
  count: { paths: ['M5 10v12 M11 10v12', 'M17 10v12 M27 10v12'] },
  shifted: { paths: ['M4 5h10 L8 16', 'M17 15h11 L21 28'] },
  detect: { paths: ['M5 24h2 M12 7h2 M26 5h2 M6 11h2 M27 27h2 M11 27h2', 'M17 14h3v3h-3z M23 14h3v3h-3z M20 17h3v3h-3z M17 20h3v3h-3z M23 20h3v3h-3z'] },
  saccade: { paths: ['M9 8h14 L14 27', 'M13 5h14 L18 24'] },
  trains: { paths: ['M5 5v6 M13 5v6 M22 5v6 M9 21v6 M17 21v6 M26 21v6', 'M4 16h24'] },
  own: { paths: ['M7 25 l2 -6 14 -14 4 4 -14 14z M20 8 l4 4', 'M16 27h12'] },
  channels: { paths: ['M4 6h4 M12 6h3 M22 6h6 M4 16h9 M20 16h2 M27 16h2', 'M5 11h2 M14 11h8 M4 21h4 M13 21h3 M22 21h4 M6 26h10 M22 26h6'] },
};
