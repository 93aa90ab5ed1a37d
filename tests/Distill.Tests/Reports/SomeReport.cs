using Distill.Devices;
using Distill.Quantization;
using Distill.Reports;

namespace Distill.Tests.Reports;

/// <summary>Reports with fixed, plausible content; every curve is a formula.</summary>
internal static class SomeReport
{
    private static readonly string[] s_classes = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>Three classes, one seed, two epochs: small enough to read as an approved text.</summary>
    public static JobReport Small() => Distilled("calm-heron-8", ["zero", "one", "two"], epochs: 2, [1]);

    /// <summary>The size of a real job, for looking at.</summary>
    public static JobReport Large(params int[] seeds) => Distilled("brisk-otter-7", s_classes, epochs: 16, seeds);

    /// <summary>A job without a teacher.</summary>
    public static JobReport Plain()
    {
        var report = Small();
        return report with
        {
            Teacher = null,
            Labels = null,
            Students = [Student("student", [.. report.Students[0].Seeds.Select(seed => seed with { Baseline = null })])],
        };
    }

    /// <summary>A job with two students, of which the second gains nothing.</summary>
    public static JobReport Several(params int[] seeds)
    {
        var report = Large(seeds);
        var small = report.Students[0].Seeds;
        return report with
        {
            Students =
            [
                Student("small", small),
                Student("wide", [.. small.Select(seed => seed with
                {
                    Student = seed.Student with { Network = "MobileNetV2", Parameters = 412_330, Macs = 31_204_000, Bytes = 1_688_112, Final = seed.Student.Final with { Top1 = seed.Baseline!.Final.Top1 + (0.001 * (seed.Seed - 2)) } },
                    Baseline = seed.Baseline with { Network = "MobileNetV2" },
                })]),
            ],
        };
    }

    /// <summary>What the small student asks of a device, in all its forms.</summary>
    public static LowPowerReport LowPower()
    {
        var cost = new DeviceCost(78_042, 12_506_112, 310_248, 82_496, 49_152, 381_962);
        return new LowPowerReport
        {
            Network = "resnet8",
            Cost = cost,
            Fits = MemoryFit.Of(cost),
            Machine = new MachineReport("onnxruntime 1.20.1", 1, "Example CPU, x64", "avx512_core_vnni L1:32K L2:1024K", 0.52),
            Forms =
            [
                new ModelForm { Form = "safetensors", File = "model.safetensors", Bytes = 318_904 },
                new ModelForm
                {
                    Form = "onnx", File = "model.onnx", Bytes = 314_196, Accuracy = 0.7029,
                    Microseconds = new LatencyFigures(4000, 124.2, 130.1, 141.9, 402), ModelledEnergy = EnergyModel.Of(cost, int8: false),
                },
                new ModelForm
                {
                    Form = "onnx-int8", File = "model.int8.onnx", Bytes = 96_991, Accuracy = 0.7035, Agreement = 0.9872,
                    Microseconds = new LatencyFigures(4000, 80, 83.4, 90, 250), ModelledEnergy = EnergyModel.Of(cost, int8: true),
                },
            ],
            Quantization = new QuantizationReport
            {
                Scheme = "U8S8",
                Calibrator = Calibrator.Mse,
                CalibrationImages = 256,
                CorrectedBiases = false,
                FloatLayers = [],
                Quality = new QuantizationQuality(10_000, 0.9872, 0.001669, 0.7029, 0.7035),
                Attempts = [new QuantizationAttempt(Calibrator.Mse, false, [], new QuantizationQuality(10_000, 0.9872, 0.001669, 0.7029, 0.7035))],
                Census = new OperatorCensus(new Dictionary<string, int> { ["QLinearAdd"] = 3, ["QLinearConv"] = 9 }, new Dictionary<string, int>(), new Dictionary<string, int>()),
            },
        };
    }

    /// <summary>The small job with a student in all forms.</summary>
    public static JobReport OnDevice()
    {
        var report = Small();
        return report with { Students = [Student("student", [.. report.Students[0].Seeds.Select(seed => seed with { LowPower = LowPower() })])] };
    }

    private static StudentReport Student(string name, IReadOnlyList<SeedReport> seeds) => new() { Name = name, Seeds = seeds, Verdict = Verdict.Of(seeds) };

    private static JobReport Distilled(string job, string[] classes, int epochs, int[] seeds)
    {
        IReadOnlyList<SeedReport> pairs = [.. seeds.Select(seed => new SeedReport
        {
            Seed = seed,
            Student = Model("student", seed, epochs, classes.Length, 0.748 + (0.003 * Math.Sin(seed)), taught: true),
            Baseline = Model("baseline", seed, epochs, classes.Length, 0.702 + (0.004 * Math.Cos(seed)), taught: false),
        })];
        return new JobReport
        {
            Job = job,
            State = "finished",
            Seconds = 842,
            Dataset = new DatasetReport { Name = "cifar10", Digest = Hex('d'), Classes = classes, TrainSamples = 10_000, TestSamples = 10_000 },
            Teacher = new TeacherReport
            {
                Network = "cifar10_resnet56",
                Accuracy = 0.9339,
                Parameters = 855_770,
                Macs = 125_747_840,
                Bytes = 3_456_112,
                Sha256 = Hex('7'),
                Evaluation = Evaluate(0.9339, classes.Length, taught: false),
            },
            Students = [Student("student", pairs)],
            Labels = new LabelsReport { Fingerprint = Hex('f'), Digest = Hex('a'), Views = 4, Taught = 1, Reused = 3, BytesPerSample = 53.2, Fidelity = 1.7e-7, NumericsClass = "libtorch 1.13.1, avx512, cpu, float32, 1 thread" },
            Environment = new EnvironmentReport { Version = "1.0.0", NumericsClass = "libtorch 1.13.1, avx512, cpu, float32, 2 threads", NumericsDigest = "3f9c2b7a", Precision = "float32", Threads = 2, Command = "distill run jobs/cifar10.yaml --set 'name=<b>&quot;'", PeakMemoryBytes = 1_210_000_000 },
        };
    }

    private static ModelReport Model(string role, int seed, int epochs, int classes, double top1, bool taught) => new()
    {
        Network = "cifar10_resnet8",
        Parameters = 78_042,
        Macs = 12_461_440,
        Bytes = 321_408,
        Sha256 = Hex(taught ? '5' : 'b'),
        Path = $"store/jobs/brisk-otter-7/{role}/{seed}/model.safetensors",
        Final = Evaluate(top1, classes, taught),
        Curve = [.. Enumerable.Range(1, epochs).Select(epoch => Point(epoch, epochs, seed, top1, taught))],
        Seconds = taught ? 131.4 : 96.8,
    };

    private static CurvePoint Point(int epoch, int epochs, int seed, double top1, bool taught)
    {
        var done = (double)epoch / epochs;
        var wobble = 0.02 * (1 - done) * Math.Sin((epoch * 1.7) + (seed * 2.3));
        var accuracy = top1 - (0.45 * Math.Exp(-3.5 * done) * (1.03 - done)) + wobble;
        var hard = (taught ? 0.62 : 0.55) + (1.4 * Math.Exp(-4 * done)) - wobble;
        return new CurvePoint
        {
            Epoch = epoch,
            Step = epoch * 79L,
            LearningRate = 0.05 * (1 + Math.Cos(Math.PI * done)),
            Loss = taught ? (0.1 * hard) + (0.9 * (3.1 * hard)) + (0.5 * (hard + 2)) : hard,
            Terms = taught
                ? new Dictionary<string, double> { ["hard_labels"] = hard, ["soft_labels"] = 3.1 * hard, ["activation_order"] = hard + 2 }
                : new Dictionary<string, double> { ["hard_labels"] = hard },
            Accuracy = accuracy,
            TeacherAgreement = taught ? accuracy + 0.013 : accuracy - 0.004,
            OrderOverlap = taught ? 0.61 - (0.3 * Math.Exp(-3 * done)) : null,
            OrderTau = taught ? 0.48 - (0.3 * Math.Exp(-3 * done)) : null,
        };
    }

    private static Evaluation Evaluate(double top1, int classes, bool taught) => new()
    {
        Samples = 10_000,
        Top1 = top1,
        Top5 = 0.5 + (top1 / 2),
        NegativeLogLikelihood = 1.9 * (1 - top1),
        CalibrationError = taught ? 0.021 : 0.047,
        TeacherAgreement = taught ? top1 + 0.013 : null,
        OrderOverlap = taught ? 0.594 : null,
        OrderTau = taught ? 0.461 : null,
        PerClass = [.. Enumerable.Range(0, classes).Select(k => (double?)Math.Min(1, top1 + (0.06 * Math.Sin(3.1 * (k + 1)))))],
    };

    private static string Hex(char digit) => string.Concat(Enumerable.Repeat($"{digit}0{digit}1", 16));
}
