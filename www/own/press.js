// A press on a canvas, dragged as far as it goes: mouse, pen or finger.

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{ down: (event: PointerEvent) => void, along: (event: PointerEvent) => void, moved: () => void, up: () => void }} on `along` is
 *   called for every place on the way, `moved` once for all that came together
 */
export function press(canvas, on) {
  let pressed = false;
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || pressed) return;
    canvas.setPointerCapture(event.pointerId);
    pressed = true;
    on.down(event);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!pressed) return;
    for (const one of event.getCoalescedEvents?.().concat(event) ?? [event]) on.along(one);
    on.moved();
  });
  for (const over of ['pointerup', 'pointercancel'])
    canvas.addEventListener(over, () => {
      if (!pressed) return;
      pressed = false;
      on.up();
    });
}
