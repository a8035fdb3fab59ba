// The history of a run as the frames bring it: one array a column, grown row by row.

export class History {
  /** @type {string[]} */ columns = [];
  /** One array a column, as uPlot takes them; null where a value is absent. @type {(number | null)[][]} */ values = [];

  get count() {
    return this.values[0]?.length ?? 0;
  }

  /** Another run begins. */
  clear() {
    this.values = this.columns.map(() => []);
  }

  /** The rows of a frame. @param {import('./types.d.ts').Frame['history']} history @returns whether anything changed */
  take({ columns, from, rows }) {
    if (this.columns.join() !== columns.join()) {
      this.columns = columns;
      this.clear();
    }
    const before = this.count;
    if (from < before) for (const column of this.values) column.length = from;
    for (let i = 0; i + columns.length <= rows.length; i += columns.length)
      for (let j = 0; j < columns.length; j++) {
        const v = rows[i + j];
        this.values[j].push(Number.isFinite(v) ? v : null);
      }
    return rows.length > 0 || this.count !== before;
  }

  /** All rows, as one frame would bring them. @returns {import('./types.d.ts').Frame['history']} */
  all() {
    const rows = Float64Array.from({ length: this.count * this.columns.length }, (_, at) => this.values[at % this.columns.length][Math.floor(at / this.columns.length)] ?? NaN);
    return { columns: this.columns, from: 0, rows };
  }

  /** @param {string} key */
  column(key) {
    return this.values[this.columns.indexOf(key)] ?? [];
  }

  /** Whether a column holds any value. @param {string} key @param {boolean} [positive] any above zero */
  some(key, positive = false) {
    return this.column(key).some((v) => v !== null && (!positive || v > 0));
  }

  /** @param {number} i */
  row(i) {
    return this.values.map((column) => column[i]);
  }
}
