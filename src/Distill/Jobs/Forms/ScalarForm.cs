using System.Diagnostics.CodeAnalysis;
using Distill.Jobs.Yaml;

namespace Distill.Jobs.Forms;

/// <summary>A form of single values.</summary>
internal abstract class ScalarForm<T> : Form<T>
{
    public sealed override bool TryRead(Setting setting, SettingPath path, ProblemList problems, [MaybeNullWhen(false)] out T value)
    {
        if (setting is ScalarSetting { IsEmpty: false, IsNone: false } scalar && TryParse(scalar, out value))
        {
            return true;
        }

        RefuseScalar(setting, path, problems);
        value = default;
        return false;
    }

    protected abstract bool TryParse(ScalarSetting scalar, [MaybeNullWhen(false)] out T value);

    /// <summary>Forms that can say more than "must be ..., not ..." do so here.</summary>
    protected virtual void RefuseScalar(Setting setting, SettingPath path, ProblemList problems) => Refuse(setting, path, problems);
}
