"""CIFAR-10's binary files, and what the public ResNets for it expect of an image."""
import numpy
import torch

MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


def read(file, count=None):
    """The images, uint8, as N x 32 x 32 x 3, and their classes."""
    rows = numpy.fromfile(file, numpy.uint8).reshape(-1, 3073)[:count]
    return rows[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1), torch.from_numpy(rows[:, 0].astype(numpy.int64))
