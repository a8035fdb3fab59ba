"""snnTorch on the published Yin-Yang: the network of the page, surrogate gradients (fast sigmoid), Adam."""
import one_thread  # noqa: F401  before the library
import time

start = time.perf_counter()
import snntorch as snn
import torch
from snntorch import surrogate

imported = time.perf_counter() - start
import common

torch.set_num_threads(1)
torch.manual_seed(1)
shape, (train, labels), (test, answers) = common.load()
train, labels, test, answers = (torch.from_numpy(a) for a in (train, labels, test, answers))
hidden, delta = shape["hidden"][0], shape["delta"]
w1 = torch.nn.Linear(shape["channels"], hidden, bias=False)
w2 = torch.nn.Linear(hidden, shape["classes"], bias=False)
neuron = snn.Leaky(beta=delta, threshold=shape["theta"], reset_mechanism="subtract", reset_delay=True, spike_grad=surrogate.fast_sigmoid(slope=5))
optimiser = torch.optim.Adam([*w1.parameters(), *w2.parameters()], lr=common.RATE)


def forward(x):
    current = w1(x)
    mem = torch.zeros(x.shape[1], hidden)
    trace = torch.zeros_like(mem)
    for t in range(len(x)):
        spikes, mem = neuron(current[t], mem)
        trace = delta * trace + spikes
    return w2(trace)


def step(x, y):
    optimiser.zero_grad()
    torch.nn.functional.cross_entropy(forward(x), y).backward()
    optimiser.step()


def epoch(order):
    for at in range(0, len(order), common.BATCH):
        batch = torch.from_numpy(order[at : at + common.BATCH])
        step(train[:, batch], labels[batch])


def accuracy():
    with torch.no_grad():
        return (forward(test).argmax(1) == answers).float().mean().item()


common.run("snnTorch", f"{snn.__version__}, torch {torch.__version__}", imported, lambda: None, epoch, accuracy, len(labels))
