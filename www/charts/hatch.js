// Cells in dispute, hatched: one way where only the network fires, dotted where only the optimiser does. One mask of a texel a
// cell, filled with one pattern: as fast as the picture itself.

/** By the code of the cell: what is tiled, 6 pixels a side. @type {Record<number, (c: CanvasRenderingContext2D) => void>} */
const TILES = {
  2(c) {
    c.lineWidth = 1.6;
    c.beginPath();
    for (const by of [-6, 0, 6]) {
      c.moveTo(by - 1, 7);
      c.lineTo(by + 7, -1);
    }
    c.stroke();
  },
  3(c) {
    for (const [x, y] of [[1.5, 1.5], [4.5, 4.5]]) c.fillRect(x - 0.8, y - 0.8, 1.6, 1.6);
  },
};

/** @param {number} code @param {string} colour @param {number} ratio */
function tile(code, colour, ratio) {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = Math.max(4, Math.round(6 * ratio));
  const c = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  c.scale(canvas.width / 6, canvas.height / 6);
  c.strokeStyle = c.fillStyle = colour;
  TILES[code](c);
  return canvas;
}

export class Hatching {
  #mask = document.createElement('canvas');
  #picture = document.createElement('canvas');
  /** @type {Map<string, HTMLCanvasElement>} */ #tiles = new Map();

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {{ columns: number, rows: number, codes: ArrayLike<number> }} cells row by row
   * @param {{ x: number, y: number, w: number, h: number, ratio: number, colour: string }} into
   */
  draw(context, { columns, rows, codes }, { x, y, w, h, ratio, colour }) {
    const [mask, picture] = [this.#mask, this.#picture];
    const [wide, high] = [Math.round(w * ratio), Math.round(h * ratio)];
    if (wide < 1 || high < 1) return;
    for (const code of [2, 3]) {
      const image = new ImageData(columns, rows);
      const texels = new Uint32Array(image.data.buffer);
      let any = false;
      for (let i = 0; i < texels.length; i++) if (codes[i] === code) (texels[i] = 0xff000000), (any = true);
      if (!any) continue;
      mask.width = columns;
      mask.height = rows;
      /** @type {CanvasRenderingContext2D} */ (mask.getContext('2d')).putImageData(image, 0, 0);
      picture.width = wide; // empties it
      picture.height = high;
      const c = /** @type {CanvasRenderingContext2D} */ (picture.getContext('2d'));
      c.imageSmoothingEnabled = false;
      c.drawImage(mask, 0, 0, wide, high);
      c.globalCompositeOperation = 'source-in';
      const key = `${code} ${colour} ${ratio}`;
      let own = this.#tiles.get(key);
      if (!own) this.#tiles.set(key, (own = tile(code, colour, ratio)));
      c.fillStyle = /** @type {CanvasPattern} */ (c.createPattern(own, 'repeat'));
      c.fillRect(0, 0, wide, high);
      context.drawImage(picture, x, y, w, h);
    }
  }
}
