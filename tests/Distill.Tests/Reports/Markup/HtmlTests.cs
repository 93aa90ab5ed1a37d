using Distill.Reports.Markup;
using Xunit;

namespace Distill.Tests.Reports.Markup;

public sealed class HtmlTests
{
    [Fact]
    public void What_is_taken_in_is_escaped() => Assert.Equal("<b title=\"&lt;i&gt; &amp; &quot;&#39;\">1.50</b>", Html.Of($"<b title=\"{"<i> & \"'"}\">{1.5:0.00}</b>").Text);

    [Fact]
    public void Html_itself_is_taken_in_as_it_is() => Assert.Equal("<p><b>&lt;</b></p>", Html.Of($"<p>{Html.Of($"<b>{"<"}</b>")}</p>").Text);
}
