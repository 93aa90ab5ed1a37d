"""A small job's students again by methods.py, from the same initial weights over the very same images.

    steps.py FOLDER METHOD EPOCHS

FOLDER has safetensors files: `images` (plain, view.0, ..., as NCHW, and their classes), `teacher`, `student` and `connectors` (initial weights), and the
students that the job ended with, each under its method's name. All images are one batch. Prints a line of JSON: the loss of every step, how far any weight
moved from where it began, and how far any of them is from the job's."""
import json
import sys
from types import SimpleNamespace

import numpy
import torch

import methods
import networks


def read(folder, name):
    with open(f"{folder}/{name}.safetensors", "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header, values = json.loads(file.read(length)), file.read()
    header.pop("__metadata__", None)
    # The classifier has one of two names in the public checkpoints, networks.py one for all.
    return {
        tensor.replace("fc.", "linear."): torch.from_numpy(numpy.frombuffer(values[slice(*entry["data_offsets"])], dtype="<f4").copy()).reshape(entry["shape"])
        for tensor, entry in header.items()
    }


def network_of(name, weights):
    network = networks.create(name)
    missing, unknown = network.load_state_dict(weights, strict=False)
    assert not unknown and all(key.endswith("num_batches_tracked") for key in missing), (missing, unknown)
    return network


def main(folder, method, epochs):
    images, before, after = (read(folder, name) for name in ("images", "student", method))
    views = [images[name] for name in sorted(images) if name.startswith("view.")]
    # The images are there already, as a network takes them.
    methods.views_of, methods.pixels_of = lambda _, count: views, lambda pixels: pixels
    labels = list(methods.labels_of(network_of("cifar10_resnet20", read(folder, "teacher")), images["plain"], len(views)))

    student, connectors = network_of("resnet8", before), methods.connectors_of(method)
    initial = read(folder, "connectors")
    for index, connector in enumerate(connectors):
        connector.load_state_dict({name: initial[f"connector.{index}.{name}"] for name in ("weight", "bias")})
    options = SimpleNamespace(epochs=epochs, batch=len(images["plain"]), rate=0.1)
    losses = methods.train(method, 1, student, connectors, labels, images["classes"].long(), options)

    mine = student.state_dict()
    moved, apart = (max((mine[name] - other[name]).abs().max().item() for name in after) for other in (before, after))
    print(json.dumps({"losses": losses, "moved": moved, "apart": apart}))


if __name__ == "__main__":
    torch.set_num_threads(1)
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
