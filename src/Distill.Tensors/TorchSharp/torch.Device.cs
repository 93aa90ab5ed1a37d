namespace TorchSharp;

/// <summary>
/// PyTorch in C#, with the names and meanings of the TorchSharp package. This project holds the part of it that Distill uses;
/// a build with <c>-p:TorchSharpPackage=true</c> takes the package in its place.
/// </summary>
public static partial class torch
{
    /// <summary>The processor's own memory, where tensors are made unless a device is given.</summary>
    public static readonly Device CPU = new(DeviceType.CPU);

    /// <summary>Where a tensor lives: a kind of device and, where there are several, its index.</summary>
    public class Device
    {
        /// <summary>Names a device as text does in PyTorch: <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</summary>
        public Device(string description)
        {
            var parts = description.Split(':');
            type = Enum.Parse<DeviceType>(parts[0], ignoreCase: true);
            if (parts.Length == 2) index = int.Parse(parts[1]);
        }

        /// <summary>Names a device; index -1 stands for the current one of its kind.</summary>
        public Device(DeviceType deviceType, int index = -1) => (type, this.index) = (deviceType, index);

        /// <summary>The kind of device.</summary>
        public DeviceType type { get; }

        /// <summary>Which device of its kind; -1 for the current one.</summary>
        public int index { get; } = -1;

        /// <inheritdoc/>
        public override string ToString() =>
            type == DeviceType.CPU ? "cpu" : index == -1 ? $"{type}".ToLowerInvariant() : $"{type}:{index}".ToLowerInvariant();

        /// <summary>Names a device by its text.</summary>
        public static implicit operator Device(string description) => new(description);
    }
}
