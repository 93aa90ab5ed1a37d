using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>
        /// The memory of a contiguous CPU tensor. It is the tensor's own: writing changes the tensor, and it must not be used after the
        /// tensor is disposed. Setting copies exactly as many bytes as the tensor holds.
        /// </summary>
        /// <exception cref="InvalidOperationException">The tensor is not contiguous or not in main memory.</exception>
        public unsafe Span<byte> bytes
        {
            get
            {
                var description = Describe();
                if (!is_contiguous()) throw new InvalidOperationException("Bytes() called on non-contiguous tensor.");
                if (device_type != DeviceType.CPU)
                    throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
                return new Span<byte>(description.Data, checked((int)(description.Elements * description.ElementSize)));
            }

            set
            {
                var target = bytes;
                if (target.Length != value.Length) throw new ArgumentException("Mismatched data sizes in SetBytes().");
                value.CopyTo(target);
            }
        }

        /// <summary>The elements as .NET values of exactly the tensor's own type, without copying.</summary>
        /// <exception cref="ArgumentException"><typeparamref name="T"/> is another type than the elements have.</exception>
        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            if (ToScalarType(typeof(T)) != dtype) throw new ArgumentException($"{typeof(T).Name} is not compatible with {dtype}");
            return new TensorAccessor<T>(device_type == DeviceType.CPU ? this : cpu());
        }

        /// <summary>The value of a tensor of one element, of exactly the tensor's own type.</summary>
        /// <exception cref="ArgumentException">There is more than one element, or it has another type.</exception>
        public T item<T>() where T : unmanaged
        {
            if (NumberOfElements != 1) throw new ArgumentException("Number of elements in the tensor must be 1");
            return data<T>()[0];
        }

        /// <summary>The value of a tensor of one element, of any type.</summary>
        public Scalar ToScalar() => dtype switch
        {
            ScalarType.Float32 => item<float>(),
            ScalarType.Float64 => item<double>(),
            ScalarType.Bool => item<bool>(),
            ScalarType.Int64 => item<long>(),
            ScalarType.Float16 or ScalarType.BFloat16 => ReadAs<float>(ScalarType.Float32),
            _ => ReadAs<long>(ScalarType.Int64),
        };

        private T ReadAs<T>(ScalarType type) where T : unmanaged
        {
            using var converted = to_type(type);
            return converted.item<T>();
        }
    }
}
