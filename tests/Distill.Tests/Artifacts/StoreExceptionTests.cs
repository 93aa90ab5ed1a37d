using Distill.Artifacts;
using Xunit;

namespace Distill.Tests.Artifacts;

public sealed class StoreExceptionTests
{
    public static TheoryData<Exception, string> Causes => new()
    {
        { new UnauthorizedAccessException("Access to the path is denied."), "Cannot write store/a.json, because permission is denied; give this user access to it or choose another place." },
        { new IOException("No space left on device", 28), "Cannot write store/a.json, because there is no room left; free some space there or choose another place." },
        { new IOException("Disk quota exceeded", 122), "Cannot write store/a.json, because there is no room left; free some space there or choose another place." },
        { new IOException("Read-only file system", 30), "Cannot write store/a.json, because the file system is read-only; remount it for writing or choose another place." },
        { new IOException("The device is on fire."), "Cannot write store/a.json, because of this: The device is on fire; put that right and run again." },
    };

    [Theory]
    [MemberData(nameof(Causes))]
    public void One_sentence_says_what_where_why_and_what_to_do(Exception cause, string sentence)
    {
        var refusal = StoreException.Because("write", "store/a.json", cause);

        Assert.Equal(sentence, refusal.Message);
        Assert.Same(cause, refusal.InnerException);
    }

    [Fact]
    public void Only_a_full_disk_may_get_better_by_waiting()
    {
        Assert.True(StoreException.Because("write", "a", new IOException("No space left on device", 28)).IsTransient);
        Assert.True(StoreException.Because("write", "a", new IOException("Disk quota exceeded", 122)).IsTransient);
        Assert.False(StoreException.Because("write", "a", new UnauthorizedAccessException()).IsTransient);
        Assert.False(StoreException.Because("write", "a", new IOException("Read-only file system", 30)).IsTransient);
    }
}
