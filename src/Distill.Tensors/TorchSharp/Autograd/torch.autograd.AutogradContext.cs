namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>What an operator of our own remembers from <c>forward</c> for <c>backward</c>.</summary>
        public class AutogradContext
        {
            private List<Tensor> saved = [];

            internal AutogradContext() { }

            /// <summary>Keeps inputs until the backward pass; call it once at most, in <c>forward</c>.</summary>
            public void save_for_backward(List<Tensor> tensors) => saved = tensors;

            /// <summary>The tensors that were kept.</summary>
            public List<Tensor> get_saved_variables() => saved;
        }
    }
}
