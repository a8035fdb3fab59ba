"""spyx (JAX) on the published Yin-Yang: the network of the page, surrogate gradients, Adam; compiled by XLA."""
import one_thread  # noqa: F401  before the library
import time
from importlib.metadata import version

start = time.perf_counter()
import jax
import jax.numpy as jnp
import optax
import spyx
from flax import nnx

imported = time.perf_counter() - start
import common

shape, (train, labels), (test, answers) = common.load()
train, labels, test, answers = (jnp.asarray(a) for a in (train, labels, test, answers))
hidden, delta = shape["hidden"][0], shape["delta"]
keys = jax.random.split(jax.random.key(1))
bound = lambda n: n**-0.5
weights = {
    "w1": jax.random.uniform(keys[0], (shape["channels"], hidden), minval=-1, maxval=1) * bound(shape["channels"]),
    "w2": jax.random.uniform(keys[1], (hidden, shape["classes"]), minval=-1, maxval=1) * bound(hidden),
}
neuron = spyx.nn.LIF((hidden,), beta=delta, threshold=shape["theta"], activation=spyx.axn.superspike(5), rngs=nnx.Rngs(0))
optimiser = optax.adam(common.RATE)
state = optimiser.init(weights)


def forward(weights, x):
    current = x @ weights["w1"]

    def advance(carry, now):
        mem, trace = carry
        spikes, mem = neuron(now, mem)
        return (mem, delta * trace + spikes), None

    zero = jnp.zeros((x.shape[1], hidden))
    (mem, trace), _ = jax.lax.scan(advance, (zero, zero), current)
    # This library's neuron spikes a step late, from the state before: the last one is still to come.
    return (delta * trace + neuron.spike(mem - neuron.threshold)) @ weights["w2"]


@jax.jit
def step(weights, state, x, y):
    loss = lambda w: optax.softmax_cross_entropy_with_integer_labels(forward(w, x), y).mean()
    updates, state = optimiser.update(jax.grad(loss)(weights), state)
    return optax.apply_updates(weights, updates), state


@jax.jit
def right(weights):
    return (forward(weights, test).argmax(1) == answers).mean()


def first():
    batch = jnp.arange(common.BATCH)
    jax.block_until_ready(step(weights, state, train[:, batch], labels[batch]))


def epoch(order):
    global weights, state
    for at in range(0, len(order), common.BATCH):
        batch = jnp.asarray(order[at : at + common.BATCH])
        weights, state = step(weights, state, train[:, batch], labels[batch])
    jax.block_until_ready(weights)


common.run("spyx", f"{version('spyx')}, JAX {jax.__version__}", imported, first, epoch, lambda: float(right(weights)), len(labels))
