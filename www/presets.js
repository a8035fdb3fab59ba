// Experiments worth seeing, in groups. What to look for in each stands in the catalogues, under its id.

/**
 * `shows` opens the curves of spike timing; `reaches` is a test accuracy that a test holds the end of the run to.
 * @type {{ id: string, presets: { id: string, link: string, shows?: 'timing', reaches?: number }[] }[]}
 */
export const PRESETS = [
  {
    id: 'tasks',
    presets: [
      { id: 'spirals', link: '#v=1&task=spirals' },
      { id: 'circles', link: '#v=1&task=circles' },
      { id: 'moons', link: '#v=1&task=moons' },
      { id: 'checker', link: '#v=1&task=checker', reaches: 0.75 },
      { id: 'rings3', link: '#v=1&task=rings3', reaches: 0.9 },
      { id: 'own', link: '#v=1&task=own', reaches: 0.8 },
      { id: 'iris', link: '#v=1&task=own&data=iris', reaches: 0.9 },
      { id: 'digits', link: '#v=1&task=own&data=digits' },
      { id: 'xor', link: '#v=1&task=xor' },
      { id: 'order', link: '#v=1&task=order' },
      { id: 'yinyang', link: '#v=1&task=yinyang' },
      { id: 'published', link: '#v=1&task=yinyang-published' },
      { id: 'saccade', link: '#v=1&task=saccade' },
      { id: 'randman', link: '#v=1&task=randman' },
      { id: 'match', link: '#v=1&task=match' },
      { id: 'trains', link: '#v=1&task=trains' },
    ],
  },
  {
    id: 'methods',
    presets: [
      { id: 'targets', link: '#v=1&task=spirals&solver=targets' },
      { id: 'gap', link: '#v=1&task=spirals&solver=paper' },
      { id: 'fits', link: '#v=1&task=channels&solver=paper' },
      { id: 'surrogate', link: '#v=1&task=spirals&solver=surrogate' },
      { id: 'timing', link: '#v=1&task=spirals&solver=surrogate&hidden=40,40', shows: 'timing' },
      { id: 'control', link: '#v=1&task=spirals&solver=control' },
      { id: 'oneRound', link: '#v=1&task=spirals&inner=1' },
      { id: 'currentsOne', link: '#v=1&task=yinyang&hidden=60&n=400&iterations=200&gain=1&margin=0.3&mu=0.0001&tau=0.15&inner=1' },
      { id: 'currentsTwo', link: '#v=1&task=yinyang&hidden=60&n=400&iterations=200&gain=1&margin=0.3&mu=0.0001&tau=0.15' },
    ],
  },
  {
    id: 'depth',
    presets: [
      { id: 'depth1', link: '#v=1&task=spirals&hidden=40' },
      { id: 'depth2', link: '#v=1&task=spirals&hidden=40,40' },
      { id: 'depth3', link: '#v=1&task=spirals&hidden=40,40,40' },
      { id: 'depth5', link: '#v=1&task=spirals&hidden=40,40,40,40,40' },
      { id: 'saccade2', link: '#v=1&task=saccade&hidden=60,60' },
      { id: 'depthControl', link: '#v=1&task=spirals&solver=control&hidden=40,40,40,40,40' },
    ],
  },
  {
    id: 'layers',
    presets: [
      { id: 'bridge', link: '#v=1&task=gap&with=hidden:50' },
      { id: 'xorgap', link: '#v=1&task=xorgap&with=hidden:50' },
      { id: 'count', link: '#v=1&task=count&with=hidden:50' },
      { id: 'detect', link: '#v=1&task=detect&with=hidden:100' },
      { id: 'shifted', link: '#v=1&task=shifted&with=hidden:100' },
      { id: 'camera', link: '#v=1&task=saccade&hidden=8c5s2&with=hidden:100' },
    ],
  },
  {
    id: 'settings',
    presets: [
      { id: 'dead', link: '#v=1&task=spirals&gain=0.3&margin=0.1' },
      { id: 'woken', link: '#v=1&task=spirals&gain=0.3' },
      { id: 'saturated', link: '#v=1&task=spirals&gain=30' },
      { id: 'exploding', link: '#v=1&task=spirals&tau=10' },
      { id: 'overflow', link: '#v=1&task=spirals&hidden=100,100&n=4&T=3&mu=0.00000001' },
      { id: 'rhoSmall', link: '#v=1&task=spirals&solver=paper&rho=0.0001' },
      { id: 'rhoLarge', link: '#v=1&task=spirals&solver=paper&rho=1000' },
      { id: 'inertia', link: '#v=1&task=spirals&mu=1000000' },
      { id: 'flat', link: '#v=1&task=spirals&solver=surrogate&slope=0.1' },
    ],
  },
  {
    id: 'data',
    presets: [
      { id: 'noise', link: '#v=1&task=spirals&noise=0.2' },
      { id: 'few', link: '#v=1&task=spirals&n=20' },
      { id: 'leak', link: '#v=1&task=spirals&delta=0' },
      { id: 'oneNeuron', link: '#v=1&task=xor&hidden=1' },
      { id: 'twoNeurons', link: '#v=1&task=xor&hidden=2' },
    ],
  },
];
