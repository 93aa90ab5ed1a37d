"""The CIFAR ResNets in plain PyTorch, with the parameter names of the public checkpoints."""
import torch.nn as nn
import torch.nn.functional as F


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride, padded):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample, self.padding = None, outputs - inputs if padded else 0
        if not padded and (stride != 1 or inputs != outputs):
            self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = self.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        if self.padding:
            x = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.padding // 2, self.padding // 2))
        y += x if self.downsample is None else self.downsample(x)
        return self.relu(y)


class ResNet(nn.Module):
    """Depth 6n + 2: resnet20, resnet56, resnet110. Padded ones widen their shortcuts with zeros, as the original paper's do for CIFAR-10."""

    def __init__(self, depth, padded, classes=10):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.relu = nn.ReLU(inplace=True)
        width = 16
        for stage, channels in enumerate((16, 32, 64), start=1):
            blocks = []
            for block in range((depth - 2) // 6):
                blocks.append(Block(width, channels, 2 if stage > 1 and block == 0 else 1, padded))
                width = channels
            setattr(self, f"layer{stage}", nn.Sequential(*blocks))
        self.linear = nn.Linear(64, classes)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")

    def stages(self, x):
        """The spatial means at the ends of the three stages; the classifier takes the last."""
        x, means = self.relu(self.bn1(self.conv1(x))), []
        for layer in (self.layer1, self.layer2, self.layer3):
            x = layer(x)
            means.append(F.adaptive_avg_pool2d(x, 1).flatten(1))
        return means

    def forward(self, x):
        x = self.relu(self.bn1(self.conv1(x)))
        return self.linear(F.adaptive_avg_pool2d(self.layer3(self.layer2(self.layer1(x))), 1).flatten(1))


def create(name, classes=10):
    """`resnet20`, or `cifar10_resnet56` for a padded one."""
    return ResNet(int(name.rpartition("resnet")[2]), name.startswith("cifar10_"), classes)
