using Distill.Tensors;
using Distill.Tensors.Interop.Libtorch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class jit
    {
        /// <summary>A TorchScript program with its weights.</summary>
        public class ScriptModule : IDisposable
        {
            // Programs that return more tensors than this are not meant to be run here.
            private const int MostResults = 64;
            private const int List = 2;

            private nint handle;

            internal ScriptModule(nint handle) => this.handle = handle;

            /// <summary>Frees a module that nobody disposed.</summary>
            ~ScriptModule() => Dispose(false);

            /// <summary>From now on it answers as a trained network does: dropout off, running statistics of batch normalisations.</summary>
            public void eval()
            {
                if (Native.EvaluateScript(handle) < 0) throw Failure();
            }

            /// <summary>Runs the program.</summary>
            /// <returns>A <see cref="Tensor"/>; for up to five of them a tuple, for more, or for a list, a <c>Tensor[]</c>.</returns>
            /// <exception cref="TensorException">The program fails, or returns something else.</exception>
            public unsafe object forward(params object[] input)
            {
                nint* results = stackalloc nint[MostResults];
                nint* inputs = stackalloc nint[input.Length];
                for (int i = 0; i < input.Length; i++) inputs[i] = ((Tensor)input[i]).Handle;
                int kind;
                int count = Native.RunScript(handle, inputs, input.Length, results, MostResults, &kind);
                GC.KeepAlive(input);
                if (count < 0) throw Failure();
                var tensors = new Tensor[Math.Min(count, MostResults)];
                for (int i = 0; i < tensors.Length; i++) tensors[i] = new Tensor(results[i]);
                return tensors switch
                {
                    _ when kind == List => tensors,
                    [var only] => only,
                    [var a, var b] => (a, b),
                    [var a, var b, var c] => (a, b, c),
                    [var a, var b, var c, var d] => (a, b, c, d),
                    [var a, var b, var c, var d, var e] => (a, b, c, d, e),
                    _ => tensors,
                };
            }

            /// <summary>Frees the program and its weights.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Frees the program, from <see cref="Dispose()"/> or from the finalizer.</summary>
            protected virtual void Dispose(bool disposing)
            {
                if (handle != 0) Native.ReleaseScript(handle);
                handle = 0;
            }

            private static TensorException Failure() => new($"jit.ScriptModule failed: {Native.Error().TrimEnd()}");
        }
    }
}
