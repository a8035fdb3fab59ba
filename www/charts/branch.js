// The Heaviside branch as it is drawn: the step, the margin, the charge, and the proximal step from q to z.
import { axis, label, maths, scale, svg } from '../learn/kit.js';

/**
 * @typedef {object} Drawn
 * @property {number} width
 * @property {number} height
 * @property {[number, number]} ends least and largest potential
 * @property {number} theta
 * @property {number} margin
 * @property {number} side 1 where a spike is the cheaper side, -1 where silence is
 * @property {(z: number) => number} charge
 * @property {number} most the charge that reaches the top
 * @property {number} q
 * @property {number} z
 * @property {boolean} untouched whether the proximal step left it where it was
 * @property {(v: number) => string} tick
 * @property {string} silent
 * @property {string} fires
 */

/** Height of the lane in which q goes to z. */
export const LANE = 42;

/** The place of a potential in the picture. @param {[number, number]} ends @param {number} width */
export const placing = (ends, width) => scale(ends[0], ends[1], 16, width - 16);

/** @param {Drawn} drawn @returns {Node[]} */
export function branchMarks({ width, height, ends: [least, largest], theta, margin, side, charge, most, q, z, untouched, tick, silent, fires }) {
  const x = placing([least, largest], width);
  const base = height - 34;
  const v = scale(0, most, base, 60);
  const kink = theta + margin * side;
  const arrow = Math.abs(x(z) - x(q)) > 24;
  const inset = 0.043 * (largest - least);
  const tip = side > 0 ? least + inset : largest - inset;
  const near = Math.abs(x(z) - x(q)) < 14;
  return [
    svg('rect', { class: 'band-m', mark: 'm', x: x(theta - margin), y: 60, width: x(theta + margin) - x(theta - margin), height: base - 60 }),
    svg('path', { class: 'line thin ink', mark: 'm', d: `M${x(theta)} ${base - 8}H${x(kink)}m${-5 * side} -4l${5 * side} 4l${-5 * side} 4` }),
    label((x(theta) + x(kink)) / 2, base - 14, maths('m'), { class: 'sign', mark: 'm', 'text-anchor': 'middle' }),
    // The step itself.
    svg('path', { class: 'line ink', mark: 'theta', d: `M${x(least)} ${base - 1}H${x(theta)}V84H${x(largest)}` }),
    label(x(least) + 4, base - 10, silent, { class: 'tick' }),
    label(x(largest), 78, fires, { class: 'tick', 'text-anchor': 'end' }),
    label(x(theta) + (side > 0 ? -6 : 6), 80, maths('\u03b8'), { class: 'sign', mark: 'theta', 'text-anchor': side > 0 ? 'end' : 'start' }),
    // The charge, from the end where it is largest.
    svg('path', { class: 'line c-phi', mark: 'phi', d: side > 0 ? `M${x(least)} ${v(charge(least))}L${x(kink)} ${v(0)}H${x(largest)}` : `M${x(largest)} ${v(charge(largest))}L${x(kink)} ${v(0)}H${x(least)}` }),
    // Above the line at the left end, below it at the right one, where the word for a spike stands.
    label(x(tip), v(charge(tip)) + (side > 0 ? -10 : 24), maths('\u03c6'), { class: 'sign c-phi', mark: 'phi', 'text-anchor': 'middle' }),
    ...axis(x, least, largest, base, tick, width > 320 ? 6 : 4),
    // From q to z.
    svg('path', { class: 'line thin c-q', mark: 'q', d: `M${x(q)} ${LANE}V${base}` }),
    svg('path', { class: 'line thin dash c-z', mark: 'z', d: `M${x(z)} ${LANE}V${base}` }),
    ...(arrow ? [svg('path', { class: 'line thick c-z', mark: 'z', d: `M${x(q) + 10 * side} ${LANE}H${x(z) - 12 * side}m${-6 * side} -5l${6 * side} 5l${-6 * side} 5` })] : []),
    svg('circle', { class: 'fill-z', mark: 'z', cx: x(z), cy: LANE, r: untouched ? 4 : 8 }),
    label(x(z) + (near && !untouched ? 9 * side : 0), LANE - 17, untouched ? maths('q = z') : maths('z'), { class: 'sign c-z', mark: 'z', 'text-anchor': 'middle' }),
    ...(untouched ? [] : [label(x(q) - (near ? 9 * side : 0), LANE - 17, maths('q'), { class: 'sign c-q', mark: 'q', 'text-anchor': 'middle' })]),
  ];
}
