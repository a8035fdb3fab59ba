/* Runs before anything else and in any browser of the last fifteen years: says in a sentence what is missing. */
(function () {
  if (typeof document === 'undefined') return;
  /* A script that does not arrive cannot say so itself. */
  window.addEventListener(
    'error',
    function (event) {
      if (event.target && event.target.tagName === 'SCRIPT') document.documentElement.className += ' failed';
    },
    true
  );
  var missing = null;
  var asked = false;
  /* (module (func (result v128) i32.const 0 i8x16.splat i8x16.popcnt)) */
  var simd = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];
  try {
    if (typeof WebAssembly !== 'object' || !WebAssembly.validate) missing = 'WebAssembly';
    else if (!WebAssembly.validate(new Uint8Array(simd))) missing = 'WebAssembly SIMD';
    else if (typeof Worker === 'undefined') missing = 'Web Workers';
    else {
      var probe = {};
      Object.defineProperty(probe, 'type', { get: function () { asked = true; return 'module'; } });
      new Worker(document.currentScript.src, probe).terminate();
      if (!asked) missing = 'module workers';
    }
  } catch (e) {
    /* A browser that knows module workers may refuse this one for another reason, which the page will hear, too. */
    if (!asked) missing = 'module workers';
  }
  if (!missing) return;
  window.__heavisideMissing = missing;
  document.documentElement.className += ' unsupported';
  document.addEventListener('DOMContentLoaded', function () {
    document.getElementById('missing').textContent = missing;
  });
})();
