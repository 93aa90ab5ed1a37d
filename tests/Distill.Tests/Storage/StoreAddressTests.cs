using Distill.Artifacts;
using Distill.Pipeline.Storage;
using Xunit;

namespace Distill.Tests.Storage;

public sealed class StoreAddressTests
{
    private const string Secret = "c2VjcmV0LWtleQ==";

    [Theory]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10000/devstoreaccount1/distill")]
    [InlineData("UseDevelopmentStorage=true;Container=mine", "http://127.0.0.1:10000/devstoreaccount1/mine")]
    [InlineData($"DefaultEndpointsProtocol=https;AccountName=acc;AccountKey={Secret};EndpointSuffix=core.windows.net", "https://acc.blob.core.windows.net/distill")]
    [InlineData($"accountname=acc;accountkey={Secret};container=mine;BlobEndpoint=http://localhost:12345/acc", "http://127.0.0.1:12345/acc/mine")]
    [InlineData("BlobEndpoint=https://acc.blob.core.windows.net;SharedAccessSignature=sv=2024&sig=geheim", "https://acc.blob.core.windows.net/distill")]
    [InlineData("https://acc.blob.core.windows.net/box?sv=2024&sig=geheim", "https://acc.blob.core.windows.net/box")]
    [InlineData("https://acc.blob.core.windows.net/box/team/a/?sv=2024&sig=geheim", "https://acc.blob.core.windows.net/box/team/a")]
    [InlineData("https://acc.blob.core.windows.net/box/team", "https://acc.blob.core.windows.net/box/team")]
    [InlineData("http://127.0.0.1:10000/devstoreaccount1/box/team?sig=geheim", "http://127.0.0.1:10000/devstoreaccount1/box/team")]
    public void A_cloud_store_is_shown_without_its_secret(string address, string shown)
    {
        var parsed = StoreAddress.Parse(address);

        Assert.Equal(shown, parsed.ToString());
        Assert.Null(parsed.Folder);
        Assert.Equal(shown + "/jobs/a", parsed.Open(TimeProvider.System).Describe("jobs/a"));
        Assert.Null(StoreAddress.Problem(address));
    }

    [Theory]
    [InlineData("some/folder")]
    [InlineData("some=odd;folder")]
    [InlineData("/tmp/store")]
    public void Anything_else_is_a_folder(string address)
    {
        using var store = Assert.IsType<FolderStore>(StoreAddress.Open(address, TimeProvider.System));

        Assert.Equal(Path.GetFullPath(address), StoreAddress.Parse(address).Folder);
        Assert.Equal(Path.GetFullPath(address), StoreAddress.Parse(address).ToString());
    }

    [Theory]
    [InlineData(" ", "The address of the store is empty: give the path of a folder, a connection string or an https address of a container.")]
    [InlineData("http://acc.blob.core.windows.net/box?sig=geheim", "The store's address http://acc.blob.core.windows.net/box is not encrypted: use https; http is for this machine and the host of DISTILL__StorePlainHttp only.")]
    [InlineData("ftp://acc/box", "The store's address ftp://acc/box is not encrypted: use https; http is for this machine and the host of DISTILL__StorePlainHttp only.")]
    [InlineData("https://acc.blob.core.windows.net?sig=geheim", "The store's address https://acc.blob.core.windows.net names no container: put its name behind the account, as in https://ACCOUNT.blob.core.windows.net/CONTAINER.")]
    [InlineData("https://acc.blob.core.windows.net/Box", "The store's container is called \"Box\", which is no name for one: use 3 to 63 lower-case letters, digits and single hyphens.")]
    [InlineData("https://acc.blob.core.windows.net/box/..a/b?sig=geheim", "The store's address https://acc.blob.core.windows.net/box/..a/b has a prefix that is not allowed: use letters, digits and . _ - + = between its slashes, and begin no name with a dot.")]
    [InlineData("https://acc.blob.core.windows.net/box?sv=2024", "The store's address https://acc.blob.core.windows.net/box has a query without a signature (sig=): copy the whole address, and put it in quotes.")]
    [InlineData("http://127.0.0.1:10000/devstoreaccount1/box", "The store's address http://127.0.0.1:10000/devstoreaccount1/box needs a signature, because an identity is never sent without encryption: add one or use a connection string.")]
    [InlineData("https://user:geheim@acc.blob.core.windows.net/box", "The store's address acc.blob.core.windows.net/box cannot be read: write it as https://ACCOUNT.blob.core.windows.net/CONTAINER.")]
    [InlineData("AccountName=acc;AccountKey=geheim!", "The store's connection string does not say how to reach the account: it needs UseDevelopmentStorage=true, or AccountName with AccountKey, or BlobEndpoint with SharedAccessSignature.")]
    [InlineData("AccountName=acc;AccountKei=geheim", "The store's connection string has a part that is no known key with a value (\"AccountKei\"): copy it again from the storage account, and put it in quotes.")]
    [InlineData("AccountName=acc;geheim", "The store's connection string has a part that is no known key with a value: copy it again from the storage account, and put it in quotes.")]
    [InlineData($"DefaultEndpointsProtocol=http;AccountName=acc;AccountKey={Secret}", "The store's connection string leads to acc.blob.core.windows.net without encryption: use DefaultEndpointsProtocol=https; http is for this machine and the host of DISTILL__StorePlainHttp only.")]
    [InlineData("UseDevelopmentStorage=true;Container=a--b", "The store's container is called \"a--b\", which is no name for one: use 3 to 63 lower-case letters, digits and single hyphens.")]
    public void What_is_wrong_is_told_in_one_sentence_without_secrets(string address, string sentence)
    {
        Assert.Equal(sentence, StoreAddress.Problem(address));
        Assert.DoesNotContain("geheim", Assert.Throws<StoreException>(() => StoreAddress.Parse(address)).ToString());
    }

    [Theory]
    [InlineData("azurite", "DefaultEndpointsProtocol=http;AccountName=acc;AccountKey=c2VjcmV0;BlobEndpoint=http://azurite:10000/acc;Container=mine", "http://azurite:10000/acc/mine")]
    [InlineData("AZURITE", "http://azurite:10000/acc/box/team?sig=geheim", "http://azurite:10000/acc/box/team")]
    [InlineData("10.0.0.7", "http://10.0.0.7:1234/acc/box?sig=geheim", "http://10.0.0.7:1234/acc/box")]
    [InlineData("azurite", "https://acc.blob.core.windows.net/box", "https://acc.blob.core.windows.net/box")]
    public void One_private_host_that_is_named_may_be_spoken_to_without_encryption(string host, string address, string shown) =>
        Assert.Equal(shown + "/jobs/a", StoreAddress.Parse(address, host).Open(TimeProvider.System).Describe("jobs/a"));

    [Theory]
    [InlineData("azurite", "http://other:10000/acc/box?sig=geheim", "The store's address http://other:10000/acc/box is not encrypted: use https; http is for this machine and the host of DISTILL__StorePlainHttp only.")]
    [InlineData("azurite", "http://azurite.evil.example:10000/acc/box?sig=geheim", "The store's address http://azurite.evil.example:10000/acc/box is not encrypted: use https; http is for this machine and the host of DISTILL__StorePlainHttp only.")]
    [InlineData("azurite", "http://azurite:10000/acc/box", "The store's address http://azurite:10000/acc/box needs a signature, because an identity is never sent without encryption: add one or use a connection string.")]
    [InlineData("azurite", "AccountName=acc;AccountKey=c2VjcmV0;BlobEndpoint=http://azurite:4711/acc", "The store's address has the account in the path of azurite:4711, where it is looked for only at IP addresses and at port 10000: give the emulator that port.")]
    [InlineData("azurite", "http://azurite:4711/acc/box?sig=geheim", "The store's address has the account in the path of azurite:4711, where it is looked for only at IP addresses and at port 10000: give the emulator that port.")]
    public void No_other_host_is(string host, string address, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<StoreException>(() => StoreAddress.Parse(address, host)).Message);

    [Theory]
    [InlineData("acc.blob.core.windows.net")]
    [InlineData("evil.example")]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("2001:db8::1")]
    [InlineData("azurite:10000")]
    [InlineData("*")]
    public void A_host_that_anybody_may_own_cannot_be_named(string host) =>
        Assert.StartsWith($"\"{host}\" is no private host", Assert.Throws<StoreException>(() => StoreAddress.Parse("some/folder", host)).Message, StringComparison.Ordinal);
}
