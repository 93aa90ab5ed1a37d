namespace Distill.Jobs.Forms;

/// <summary>The forms that settings are made of.</summary>
internal static class Form
{
    public static readonly Form<string> Text = new TextForm("a text", _ => null);

    public static readonly Form<bool> Flag = new FlagForm();

    /// <summary>A text that meets a condition; what is wrong with another is a sentence without its subject.</summary>
    public static Form<string> TextThat(string phrase, Func<string, string?> problem) => new TextForm(phrase, problem);

    public static ChoiceForm Choice(params string[] known) => new(known);

    public static Form<int> Whole(int least, int most = int.MaxValue) => new WholeForm(least, most);

    /// <summary>A number between two bounds that are themselves allowed.</summary>
    public static Form<double> Number(double least, double most = double.PositiveInfinity) => new NumberForm(least, most, openBelow: false, openAbove: false);

    /// <summary>A number that may be neither of its bounds.</summary>
    public static Form<double> NumberBetween(double above, double below = double.PositiveInfinity) => new NumberForm(above, below, openBelow: true, openAbove: true);

    /// <summary>A number from its lower bound to just below the upper one.</summary>
    public static Form<double> NumberBelow(double least, double below) => new NumberForm(least, below, openBelow: false, openAbove: true);

    public static Form<IReadOnlyList<T>> List<T>(Form<T> item, string example, int least = 0, int most = int.MaxValue, bool distinct = false) =>
        new ListForm<T>(item, example, least, most, distinct);
}
