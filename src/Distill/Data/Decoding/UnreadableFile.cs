namespace Distill.Data.Decoding;

/// <summary>The sentence for a file that the operating system does not let us read.</summary>
internal static class UnreadableFile
{
    public static DataProblemException Problem(string file, Exception exception) => new(
        exception switch
        {
            FileNotFoundException or DirectoryNotFoundException => $"{file} is not there any more: put it back or remove what refers to it.",
            UnauthorizedAccessException => $"{file} may not be read by this user: change its permissions.",
            OverflowException => $"{file} is larger than 2 GiB, which no file of a dataset should be: replace or remove it.",
            _ => $"{file} cannot be read ({exception.Message.TrimEnd('.')}): check the disk and the file.",
        },
        exception);
}
