using Distill.Tensors;
using Distill.Tensors.Interop.Libtorch;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>TorchScript: programs that PyTorch wrote down together with their weights.</summary>
    public static partial class jit
    {
        /// <summary>Loads what PyTorch's <c>torch.jit.save</c> has written.</summary>
        /// <param name="bytes">The whole file.</param>
        /// <param name="device_type">Where its weights go; only the CPU.</param>
        /// <param name="device_index">Which device of that kind.</param>
        /// <exception cref="TensorException">It is no TorchScript file, or one that this libtorch does not understand.</exception>
        public static unsafe ScriptModule load(byte[] bytes, DeviceType device_type = DeviceType.CPU, long device_index = -1)
        {
            if (device_type != DeviceType.CPU || device_index > 0) throw new NotSupportedException("TorchScript is loaded to the CPU only.");
            fixed (byte* file = bytes)
            {
                nint module = Native.LoadScript(file, bytes.LongLength);
                return module != 0 ? new ScriptModule(module) : throw new TensorException($"jit.load failed: {Native.Error().TrimEnd()}");
            }
        }
    }
}
