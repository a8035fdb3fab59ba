#!/usr/bin/env python3
"""A spiking network that Heaviside trained, in snnTorch.

    python THIS_SCRIPT.py [ARCHIVE.npz]

loads the archive, by default the one of the same name beside this script, builds the network, runs the test set through it and
prints how many spikes and answers are those of Heaviside. Needs numpy, torch and snntorch. The experiment: {link}

Every layer is the neuron of Heaviside, z_t = delta z_(t-1) + W a_t - theta a_(t-1), spike where z_t > theta: snn.Leaky with a
subtracting reset one step late. The readout leaks and does not reset; its largest potential at the last step is the answer.
Convolutions and pooling are unrolled into one matrix W a layer; U are the weights with which a layer hears itself, b is the bias of
a convolution above the first layer.
"""

import sys
from pathlib import Path

import numpy as np
import snntorch as snn
import torch


class Network(torch.nn.Module):
    """Input [step, sample, channel], the last channel is the bias; output: spikes a layer, and the readout at the last step."""

    def __init__(self, data):
        super().__init__()
        tensor = lambda name: torch.nn.Parameter(torch.from_numpy(data[name]))
        depth = sum(name[0] == "W" and name[1:].isdigit() for name in data.files)
        self.W = torch.nn.ParameterList([tensor(f"W{l}") for l in range(1, depth + 1)])
        self.U = torch.nn.ParameterDict({str(l): tensor(f"U{l}") for l in range(1, depth) if f"U{l}" in data.files})
        self.b = torch.nn.ParameterDict({str(l): tensor(f"b{l}") for l in range(1, depth) if f"b{l}" in data.files})
        delta, theta = float(data["delta"]), float(data["theta"])
        leaky = lambda reset: snn.Leaky(beta=delta, threshold=theta, reset_mechanism=reset, reset_delay=True)
        self.neurons = torch.nn.ModuleList([leaky("subtract") for _ in range(1, depth)] + [leaky("none")])

    def forward(self, x):
        samples = x.shape[1]
        z = [torch.zeros(samples, W.shape[0]) for W in self.W]
        a = [torch.zeros(samples, W.shape[0]) for W in self.W]
        spikes = [[] for _ in self.W[:-1]]
        for step in x:
            heard = step
            for l, (W, neuron) in enumerate(zip(self.W, self.neurons)):
                current = heard @ W.T
                if str(l + 1) in self.b:
                    current = current + self.b[str(l + 1)]
                if str(l + 1) in self.U:
                    current = current + a[l] @ self.U[str(l + 1)].T
                a[l], z[l] = neuron(current, z[l])
                if l < len(spikes):
                    spikes[l].append(a[l])
                heard = a[l]
        return [torch.stack(layer) for layer in spikes], z[-1]


def main():
    data = np.load(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).with_suffix(".npz"))
    network = Network(data)
    with torch.no_grad():
        spikes, out = network(torch.from_numpy(data["input"].astype(np.float32)).swapaxes(0, 1))
    same = total = 0
    for l, layer in enumerate(spikes, start=1):
        theirs = torch.from_numpy(data[f"spikes{l}"].astype(np.float32)).swapaxes(0, 1)
        agree = int((layer == theirs).sum())
        print(f"layer {l}: {agree} of {theirs.numel()} spikes agree, {int(theirs.sum())} fire")
        same, total = same + agree, total + theirs.numel()
    answers = int((out.argmax(1) == torch.from_numpy(data["predictions"])).sum())
    right = int((out.argmax(1) == torch.from_numpy(data["labels"])).sum())
    print(f"largest difference of a readout potential: {(out - torch.from_numpy(data['potential_out'])).abs().max().item():.2e}")
    print(f"spikes: {same} of {total} agree")
    print(f"predictions: {answers} of {len(out)} agree, {right} are right")


if __name__ == "__main__":
    main()
