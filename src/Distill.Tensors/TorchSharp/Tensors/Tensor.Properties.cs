using Distill.Tensors.Interop.Libtorch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The extent of each dimension, such as [128, 3, 32, 32]; empty for a single number.</summary>
        public long[] shape => size();

        /// <summary>The type of the elements.</summary>
        public ScalarType dtype => (ScalarType)Describe().Type;

        /// <summary>How many dimensions the tensor has; 0 for a single number.</summary>
        public long Dimensions => Describe().Dimensions;

        /// <summary>How many dimensions the tensor has; 0 for a single number.</summary>
        public long ndim => Dimensions;

        /// <summary>The product of all extents.</summary>
        public long NumberOfElements => Describe().Elements;

        /// <summary>Bytes of one element.</summary>
        public long ElementSize => Describe().ElementSize;

        /// <summary>Where the memory is.</summary>
        public Device device => new(device_type, device_type == DeviceType.CPU ? -1 : Describe().DeviceIndex);

        /// <summary>What kind of device the memory is on.</summary>
        public DeviceType device_type => (DeviceType)Describe().DeviceType;

        /// <summary>The extent of each dimension.</summary>
        public unsafe long[] size()
        {
            var description = Describe();
            long[] result = new ReadOnlySpan<long>(description.Sizes, (int)description.Dimensions).ToArray();
            GC.KeepAlive(this);
            return result;
        }

        /// <summary>The extent of one dimension; -1 is the last one.</summary>
        public long size(int dim) => shape[dim < 0 ? dim + (int)ndim : dim];

        /// <summary>For each dimension, how many elements lie between two neighbours in memory.</summary>
        public unsafe long[] stride()
        {
            var description = Describe();
            long[] result = new ReadOnlySpan<long>(description.Strides, (int)description.Dimensions).ToArray();
            GC.KeepAlive(this);
            return result;
        }

        /// <summary>Whether the elements lie in memory without gaps, the last dimension fastest.</summary>
        public bool is_contiguous()
        {
            bool result = Native.IsContiguous(Handle) != 0;
            GC.KeepAlive(this);
            return result;
        }

        /// <summary>Whether the elements are whole numbers; truth values count as such.</summary>
        public bool is_integral() => torch.is_integral(dtype);

        /// <summary>Whether the elements are floating-point numbers.</summary>
        public bool is_floating_point() => torch.is_floating_point(dtype);

        /// <summary>Type, shape and device, without the elements: <c>[2x3], type = Float32, device = cpu</c>.</summary>
        public override string ToString() => $"[{string.Join('x', shape)}], type = {dtype}, device = {device}";

        internal unsafe TensorDescription Describe()
        {
            TensorDescription description;
            Native.Describe(Handle, &description);
            GC.KeepAlive(this);
            return description;
        }
    }
}
