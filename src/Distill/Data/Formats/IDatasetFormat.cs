using Distill.Jobs;

namespace Distill.Data.Formats;

/// <summary>One way in which a dataset lies on a disk.</summary>
internal interface IDatasetFormat
{
    /// <summary>What job files call it.</summary>
    string Kind { get; }

    /// <summary>Opens all samples; <see cref="Datasets"/> applies limits and normalisation.</summary>
    /// <exception cref="DataProblemException">The dataset is absent or damaged.</exception>
    Dataset Open(DatasetSpec spec, string baseFolder);

    /// <summary>The full paths of the files that <see cref="Open"/> reads; none for a dataset that the program brings along.</summary>
    /// <exception cref="DataProblemException">The dataset is absent or lacks a file.</exception>
    IReadOnlyList<string> FilesOf(DatasetSpec spec, string baseFolder);
}
