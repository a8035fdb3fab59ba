// Numbers as a language writes them: what the catalogues share.

/**
 * @param {object} style
 * @param {string} style.lang the language, as `<html lang>` has it
 * @param {string} style.decimal the decimal sign
 * @param {boolean} style.bare whether the zero before the decimal sign is left out: .5
 * @param {string} style.none what stands for an absent number
 * @param {string} style.infinite
 * @param {string} style.minusInfinite
 */
export function formats({ lang, decimal, bare, none, infinite, minusInfinite }) {
  const groups = new Intl.NumberFormat(lang);
  /** Digits as this language has them. @param {string} digits */
  const local = (digits) => (bare ? digits.replace(/^(-?)0\./, '$1.') : digits).replace('.', decimal).replace(/-/g, '\u2212').replace('+', '');
  /** @param {number} value @param {number} digits */
  const fixed = (value, digits) => local(value.toFixed(digits));

  /** A number as short as it can be read: .982, 12.4, 3.1e−5. @param {number | null | undefined} value */
  function number(value) {
    if (value === null || value === undefined || Number.isNaN(value)) return none;
    if (!Number.isFinite(value)) return value > 0 ? infinite : minusInfinite;
    const size = Math.abs(value);
    if (value === 0) return '0';
    if (Number.isInteger(value) && size < 1e6) return local(String(value));
    if (size >= 1e5 || size < 1e-3) return local(value.toExponential(1));
    return fixed(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4);
  }
  return {
    number,
    fixed,
    /** @param {number | null | undefined} value */
    accuracy: (value) => (value === null || value === undefined || Number.isNaN(value) ? none : value >= 0.9995 ? fixed(1, 2) : fixed(value, 3)),
    /** @param {number} seconds */
    duration: (seconds) => (seconds < 0.0005 ? '0 s' : seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${fixed(seconds, seconds < 10 ? 2 : 1)} s`),
    /** A label of an axis, without trailing zeros. @param {number} value */
    tick: (value) => local(value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5) ? value.toExponential(0) : String(Number(value.toPrecision(3)))),
    /** @param {number} bytes */
    size: (bytes) =>
      bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1024))} KiB` : bytes < 2 ** 30 ? `${fixed(bytes / 2 ** 20, bytes < 1e7 ? 1 : 0)} MiB` : `${fixed(bytes / 2 ** 30, 1)} GiB`,
    /** A count, in groups of three digits. @param {number} value */
    count: (value) => groups.format(value),
    /** A share as per cent. @param {number} share */
    percent: (share) => `${fixed(share * 100, share < 0.0995 ? 1 : 0)} %`,
    /** A number in full, as a box shows it that {@link read} reads. @param {number} value */
    full: (value) => local(String(value)),
    /** A number as a person types it, in this language or with a point; NaN for what is none. @param {string} text */
    read(text) {
      const digits = text.trim().replace('\u2212', '-').replace(decimal, '.');
      return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(digits) ? Number(digits) : NaN;
    },
  };
}
