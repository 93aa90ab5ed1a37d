using Distill.Devices;
using Distill.Reports;

namespace Distill.Exports;

/// <summary>The files of a student beside its safetensors, and what they ask of a device.</summary>
/// <param name="Files">Contents by file name.</param>
/// <param name="LowPower">How large, good and fast each form is.</param>
public sealed record ExportedStudent(IReadOnlyDictionary<string, byte[]> Files, LowPowerReport LowPower)
{
    /// <summary>The same with the energy that each file really takes, where this machine has a counter; takes twelve seconds for each.</summary>
    public async Task<ExportedStudent> WithEnergyAsync(TimeProvider time, CancellationToken ct)
    {
        if (LowPower.Machine is null || EnergyCounter.Find() is not { } counter)
        {
            return this;
        }

        var forms = new List<ModelForm>();
        foreach (var form in LowPower.Forms)
        {
            forms.Add(Files.TryGetValue(form.File, out var file)
                ? form with { MeasuredEnergy = await MeasuredEnergy.OfAsync(counter, file, threads: 1, time, ct) }
                : form);
        }

        return this with { LowPower = LowPower with { Forms = forms } };
    }
}
