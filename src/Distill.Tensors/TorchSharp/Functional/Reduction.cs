namespace TorchSharp;

public static partial class torch
{
    /// <summary>Neural-network operators.</summary>
    public static partial class nn
    {
        /// <summary>What a loss does with its values per sample.</summary>
        public enum Reduction : long
        {
            /// <summary>Returns them all.</summary>
            None = 0,

            /// <summary>Their mean.</summary>
            Mean = 1,

            /// <summary>Their sum.</summary>
            Sum = 2,
        }
    }
}
