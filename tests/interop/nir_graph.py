#!/usr/bin/env python3
"""Runs the network of a NIR file on the test set of an archive and says how much of it is what Heaviside says.

    python nir_graph.py NETWORK.nir ARCHIVE.npz

A plain interpreter of the nodes that Heaviside writes, by NIR's equations and Euler steps of the `dt` in the metadata. What NIR can't say
is done as the metadata say: a spike takes the threshold off one step later, recurrent weights act one step late.
"""

import sys

import nir
import numpy as np
import torch

graph = nir.read(sys.argv[1])
data = np.load(sys.argv[2])
dt = float(graph.metadata["dt"])


def chain(graph):
    """Names from the input to the output; what goes back is none of them."""
    name, names = "input", []
    while name != "output":
        names.append(name)
        after = [b for a, b in graph.edges if a == name and b not in names and b != "w_rec"]
        assert len(after) == 1, (name, after)
        name = after[0]
    return names


def of(array):
    return torch.from_numpy(np.asarray(array)).float()


class Neurons:
    def __init__(self, node, own=None):
        self.node, self.own = node, own
        assert node.tau.shape == node.r.shape == node.v_leak.shape, node
        self.v = self.a = None
        self.spikes = []

    def __call__(self, current):
        node = self.node
        assert current.shape[1:] == node.tau.shape, (current.shape, node.tau.shape)
        if self.v is None:
            self.v, self.a = torch.zeros_like(current), torch.zeros_like(current)
        if self.own is not None:
            current = current + self.a @ of(self.own.weight).T
        self.v = self.v + dt / of(node.tau) * (of(node.v_leak) - self.v + of(node.r) * current)
        if isinstance(node, nir.LI):
            return self.v
        threshold = of(node.v_threshold)
        self.v = self.v - threshold * self.a
        self.a = (self.v > threshold).float()
        self.spikes.append(self.a)
        return self.a


steps = []
for name in chain(graph):
    node = graph.nodes[name]
    if isinstance(node, nir.Input):
        shape = tuple(int(n) for n in node.input_type["input"])
        steps.append(lambda x, shape=shape: x.reshape(-1, *shape))
    elif isinstance(node, nir.Affine):
        steps.append(lambda x, n=node: x @ of(n.weight).T + of(n.bias))
    elif isinstance(node, nir.Linear):
        steps.append(lambda x, n=node: x @ of(n.weight).T)
    elif isinstance(node, nir.Conv2d):
        assert tuple(node.dilation) == (1, 1) and node.groups == 1
        pair = lambda values: tuple(int(v) for v in values)
        steps.append(lambda x, n=node: torch.nn.functional.conv2d(x, of(n.weight), of(n.bias), pair(n.stride), pair(n.padding)))
    elif isinstance(node, nir.AvgPool2d):
        pair = lambda values: tuple(int(v) for v in values)
        steps.append(lambda x, n=node: torch.nn.functional.avg_pool2d(x, pair(n.kernel_size), pair(n.stride), pair(n.padding)))
    elif isinstance(node, nir.Flatten):
        assert int(node.start_dim) == 0 and int(node.end_dim) == -1
        steps.append(lambda x: x.reshape(len(x), -1))
    elif isinstance(node, nir.NIRGraph):
        assert ("w_rec", "lif") in node.edges and ("lif", "w_rec") in node.edges and chain(node) == ["input", "lif"]
        steps.append(Neurons(node.nodes["lif"], node.nodes["w_rec"]))
    elif isinstance(node, (nir.LIF, nir.LI)):
        steps.append(Neurons(node))
    else:
        raise SystemExit(f"{name}: a node of another kind, {type(node).__name__}")

# The last channel is the bias, which is a parameter here.
heard = torch.from_numpy(data["input"].astype(np.float32)).swapaxes(0, 1)
assert bool((heard[..., -1] == 1).all())
for x in heard[..., :-1]:
    for step in steps:
        x = step(x)

same = total = 0
for layer, neurons in enumerate((s for s in steps if isinstance(s, Neurons) and s.spikes), start=1):
    spikes = torch.stack(neurons.spikes)
    if spikes.dim() == 5:  # Pictures: here [map][row][column], in the archive pixel after pixel.
        spikes = spikes.permute(0, 1, 3, 4, 2)
    theirs = torch.from_numpy(data[f"spikes{layer}"].astype(np.float32)).swapaxes(0, 1)
    agree = int((spikes.reshape(theirs.shape) == theirs).sum())
    same, total = same + agree, total + theirs.numel()
answers = int((x.argmax(1) == torch.from_numpy(data["predictions"])).sum())
print(f"spikes: {same} of {total} agree")
print(f"predictions: {answers} of {len(x)} agree")
