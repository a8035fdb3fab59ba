// The equation of a block, in MathML drawn by the browser. Written in a few signs of TeX: x_{i}^{2}, \frac{a}{b}, names.

import { words as en } from './strings/words.js';

/** @type {Record<string, string>} */
const SIGNS = {
  delta: '\u03b4', theta: '\u03b8', rho: '\u03c1', beta: '\u03b2', lambda: '\u03bb', kappa: '\u03ba', mu: '\u03bc', tau: '\u03c4', phi: '\u03c6', eta: '\u03b7', sigma: '\u03c3', Delta: '\u0394',
  sum: '\u2211', le: '\u2264', ge: '\u2265', gets: '\u2190', in: '\u2208', cdot: '\u22c5', T: '\u22a4', plus: '+', half: '\u00bd', sqrt: '\u221a', partial: '\u2202', prime: '\u2032', norm: '\u2016', arrow: '\u2192', minus: '\u2212', approx: '\u2248',
};
const NAMES = new Set(['argmin', 'clip', 'softmax', 'onehot', 'trace', 'rms', 'max', 'min', 'and', 'if', 'else', 'over']);

const escape = (/** @type {string} */ s) => s.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** @param {string} source @returns {string} MathML */
export function mathml(source) {
  let at = 0;
  /** @returns {string} */
  function row(/** @type {string} */ end) {
    let out = '';
    while (at < source.length && source[at] !== end) out += scripted();
    at++;
    return `<mrow>${out}</mrow>`;
  }
  /** @returns {string} */
  function scripted() {
    const base = atom();
    if (!base) return '';
    let sub = '';
    let sup = '';
    for (;;) {
      if (source[at] === '_' && !sub) (at++, (sub = atom()));
      else if (source[at] === '^' && !sup) (at++, (sup = atom()));
      else break;
    }
    if (base.includes('\u2211')) return sub || sup ? `<munder>${base}${sub || sup}</munder>` : base;
    if (sub && sup) return `<msubsup>${base}${sub}${sup}</msubsup>`;
    if (sub) return `<msub>${base}${sub}</msub>`;
    if (sup) return `<msup>${base}${sup}</msup>`;
    return base;
  }
  /** @returns {string} */
  function atom() {
    const rest = source.slice(at);
    let m;
    if ((m = rest.match(/^\s+/))) {
      at += m[0].length;
      return '';
    }
    if (source[at] === '{') {
      at++;
      return row('}');
    }
    if ((m = rest.match(/^\\frac\{/))) {
      at += m[0].length;
      const top = row('}');
      at++; // the second brace
      return `<mfrac>${top}${row('}')}</mfrac>`;
    }
    if ((m = rest.match(/^\\"([^"]*)"/))) {
      at += m[0].length;
      // Plain spaces at the ends of a text are taken off.
      return `<mtext>${escape(m[1]).replace(/ /g, '\u00a0')}</mtext>`;
    }
    if ((m = rest.match(/^\\([A-Za-z]+)/))) {
      at += m[0].length;
      const sign = SIGNS[m[1]];
      if (!sign) return NAMES.has(m[1]) ? `<mi>${m[1]}</mi><mo>&#x2061;</mo>` : `<mi>${m[1]}</mi>`;
      return /[\u03b1-\u03c9\u0394]/.test(sign) ? `<mi>${sign}</mi>` : sign === '\u22a4' || sign === '\u2032' ? `<mo lspace="0" rspace="0">${sign}</mo>` : `<mo>${sign}</mo>`;
    }
    if ((m = rest.match(/^[0-9.]+/))) {
      at += m[0].length;
      return `<mn>${m[0]}</mn>`;
    }
    at++;
    const c = rest[0];
    if (/[A-Za-z]/.test(c)) return `<mi>${c}</mi>`;
    if (c === '|') return '<mo stretchy="false">|</mo>';
    return `<mo${c === '(' || c === ')' || c === '[' || c === ']' ? ' stretchy="false"' : ''}>${c === '-' ? '\u2212' : escape(c)}</mo>`;
  }
  return `<math display="inline">${row('\u0000')}</math>`;
}

/**
 * The equations of a block, with its layer and time put in.
 * @param {string} solver @param {string} kind @param {{ layer: number | null, time: number | null, L: number, T: number, trains: boolean }} where `trains`: the target is a spike train
 * @returns {string[]} sources for {@link mathml}
 */
export function equations(solver, kind, { layer, time, L, T, trains }) {
  const e = en.equation;
  const l = layer === null ? 'l' : String(layer);
  const up = layer === null ? '{l+1}' : `${layer + 1}`;
  const down = layer === null ? '{l-1}' : `${layer - 1}`;
  const t = time === null ? 't' : String(time);
  const before = time === null ? '{t-1}' : `${time - 1}`;
  const after = time === null ? '{t+1}' : `${time + 1}`;
  const end = time !== null && time >= T;
  /** @type {Record<string, string[]>} */
  const paper = {
    W: [`W_${l} \\gets (\\sum_t x_{t} a_{${down},t}^\\T)(\\sum_t a_{${down},t} a_{${down},t}^\\T)^{+}`, `x_t = z_{${l},t} - \\delta z_{${l},t-1} + \\theta a_{${l},t-1}`],
    a: [
      end
        ? `a_{${l},${t}} \\gets \\clip_{[0,1]} (W_${up}^\\T W_${up} + \\frac{\\beta}{\\rho} I)^{-1} [ W_${up}^\\T v_{${up},${t}} + \\frac{\\beta}{\\rho} H(z_{${l},${t}}) ]`
        : `a_{${l},${t}} \\gets \\clip_{[0,1]} (W_${up}^\\T W_${up} + (\\theta^2 + \\frac{\\beta}{\\rho}) I)^{-1} [ W_${up}^\\T v_{${up},${t}} - \\theta w_{${after}} + \\frac{\\beta}{\\rho} H(z_{${l},${t}}) ]`,
    ],
    z: [
      end ? `z^* = q = W_${l} a_{${down},${t}} + \\delta z_{${l},${before}} - \\theta a_{${l},${before}}` : `z^* = \\frac{q + \\delta (r + \\theta a_{${l},${t}})}{1 + \\delta^2}`,
      `z_{${l},${t}} \\gets \\"${e.cheaper} " z^* \\" ${e.across} " \\theta`,
    ],
    W_out: [`W_${L} \\gets (\\sum_t x_t a_{${L - 1},t}^\\T + \\frac{\\lambda}{\\rho} a_{${L - 1},T}^\\T)(\\sum_t a_{${L - 1},t} a_{${L - 1},t}^\\T)^{+}`],
    z_out: [end || time === null ? `z_{${L},T} \\gets \\frac{\\rho s + 2y - \\lambda}{2 + \\rho}` : `z_{${L},${t}} \\gets \\frac{s + \\delta r}{1 + \\delta^2}`],
    lambda: [`\\lambda \\gets \\lambda + \\rho (z_{${L},T} - \\delta z_{${L},T-1} - W_${L} a_{${L - 1},T})`],
  };
  /** @type {Record<string, string[]>} */
  const exact = {
    forward: [`z_{l,t} = W_l c_{l-1,t} - \\theta R_{l,t}`, `a_{l,t} = H(z_{l,t} - \\theta)`, `\\lambda_${L} = \\onehot (y) - \\softmax (W_${L} c_{${L - 1},T})`],
    message: [`g_T = - \\lambda_${L}^\\T W_${L}`, `Q_{T,i} = \\sum_k p_k W_{ki}^2 - (\\sum_k p_k W_{ki})^2`],
    flip_costs: [`\\kappa_t = \\sum_{t' \\ge t} ( D_{t'} g_{t'} + \\half Q_{t'} D_{t'}^2 )`, `\\lambda_${l} = \\frac{s |\\kappa|}{2m} \\" ${e.where} " |z - \\theta| < m`],
    layer_problem: [`\\min_{W} \\sum \\phi (z) + \\half \\mu' \\norm W - W_${l} \\norm^2 \\"  ${e.subjectTo} " z = W c - \\theta R`, `q = V + u, \\"  " z = q + s \\cdot \\clip (s(\\theta + ms - q), 0, \\frac{|\\lambda|}{\\rho}), \\"  " u = q - z`],
    step: [`W_l \\gets W_l + \\frac{\\tau}{\\rms (\\Delta W_l c)} \\Delta W_l`],
  };
  /** @type {Record<string, string[]>} */
  const targets = {
    forward: [`z_{l,t} = W_l c_{l-1,t} - \\theta R_{l,t}`, `a_{l,t} = H(z_{l,t} - \\theta)`],
    readout: [`W_${L} \\gets Y^\\T C (C^\\T C + \\kappa I)^{-1}, \\"  " E = C W_${L}^\\T - Y`],
    flips: [`J(t) = 2 dC (E \\cdot w_i) + dC^2 \\norm w_i \\norm^2 + \\frac{\\rho}{2} (z_t - \\theta)^2`, `\\"${e.flipAt} " \\argmin_t J(t) \\" ${e.if} " J < 0`],
    layer_problem: [`\\min_{W} \\frac{\\mu}{2} \\norm W - W_${l} \\norm^2 \\"  ${e.subjectTo} " z = W c - \\theta R(a^*), \\"  " z \\" ${e.side} " a^*`, `q = \\"${e.relaxed} " V + u, \\"  " z = P(q), \\"  " u = q - z`],
  };
  /** @type {Record<string, string[]>} */
  const surrogate = {
    forward: exact.forward.slice(0, 2),
    backward: [`\\frac{\\partial a}{\\partial z} \\approx \\frac{1}{(1 + k |z - \\theta|)^2}`],
    adam: [`W \\gets W - \\eta \\frac{m}{\\sqrt v + \\epsilon}`.replace('\\epsilon', '10^{-8}')],
  };
  const ridge = [`W_${L} \\gets Y^\\T C (C^\\T C + \\kappa I)^{-1}`];
  if (trains) {
    exact.forward.pop();
    exact.message = [`g_t = \\frac{1}{K} (c_{${L - 1},t} - c_t^*)`];
    ridge[0] = `W_${L - 1} c_{${L - 2},t} \\approx \\theta R_t^* + \\theta + \\theta (2 a_t^* - 1)`;
  }
  /** @type {Record<string, Record<string, string[]>>} */
  const all = { paper, exact, targets, surrogate, control: { forward: exact.forward.slice(0, 2), readout: ridge } };
  return all[solver]?.[kind] ?? [];
}

/** A block's name as a symbol: W_1 with its index below the line. @param {string} name */
export function blockSymbol(name) {
  const [, base, index] = name.match(/^(.*?)_?(\d*)$/) ?? [];
  const plain = base ?? name;
  const span = document.createElement('span');
  span.textContent = plain === 'lambda' ? '\u03bb' : (en.blocks[plain]?.name ?? plain.replace(/_/g, ' '));
  if (plain.length === 1 || plain === 'lambda') span.className = 'symbol';
  if (index) {
    const sub = document.createElement('sub');
    sub.textContent = index;
    span.append(sub);
  }
  return span;
}

/** The settings whose values stand in a block's equation. @type {Record<string, Record<string, string[]>>} */
export const WHERE = {
  paper: { W: ['delta', 'theta'], a: ['theta', 'beta', 'rho'], z: ['delta', 'theta', 'rho', 'beta'], W_out: ['rho', 'delta'], z_out: ['rho', 'delta'], lambda: ['rho', 'warmup'] },
  exact: { forward: ['delta', 'theta'], message: [], flip_costs: ['margin'], layer_problem: ['mu', 'margin', 'inner'], step: ['tau', 'average'] },
  targets: { forward: ['delta', 'theta'], readout: ['kappa'], flips: ['theta'], layer_problem: ['mu', 'margin', 'alpha', 'inner'] },
  surrogate: { forward: ['delta', 'theta'], backward: ['slope', 'theta'], adam: ['lr'] },
  control: { forward: ['delta', 'theta'], readout: ['kappa'] },
};
/** @type {Record<string, string>} */
const SYMBOL = { delta: '\u03b4', theta: '\u03b8', rho: '\u03c1', beta: '\u03b2', margin: 'm', mu: '\u03bc', inner: 'K', tau: '\u03c4', kappa: '\u03ba', alpha: '\u03b1', slope: 'k', lr: '\u03b7' };
/** A setting as it stands in an equation. @param {string} key */
export const symbolOf = (key) => SYMBOL[key] ?? en.equation[key] ?? key;

/** Without a font for mathematics scripts stay on the line: mark the page, so that its style sheet moves them. */
export function checkMathFont() {
  const probe = document.createElement('div');
  probe.className = 'unseen';
  probe.innerHTML = '<math><msub><mi>W</mi><mi>W</mi></msub></math>';
  document.body.append(probe);
  const [base, below] = probe.querySelectorAll('mi');
  const shift = below.getBoundingClientRect().bottom - base.getBoundingClientRect().bottom;
  document.documentElement.classList.toggle('no-math-font', shift < 1);
  probe.remove();
}
