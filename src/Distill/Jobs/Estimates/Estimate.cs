using Distill.Labels;
using Distill.Learning;
using Distill.Networks;

namespace Distill.Jobs.Estimates;

/// <summary>Finds what a job costs, by arithmetic over its networks; nothing is run.</summary>
public static class Estimate
{
    /// <summary>A backward pass computes gradients of inputs and of weights, each as much work as the forward pass.</summary>
    private const int TrainingPasses = 3;

    /// <summary>The runtime and the tensor library, before any job.</summary>
    private const long ProcessBytes = 250L << 20;

    /// <summary>Batches that are kept ready while one is computed.</summary>
    private const int BatchesAhead = 5;

    /// <summary>Estimates a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="material">What its settings stand for, from <see cref="JobCheck"/>.</param>
    /// <param name="inventory">What is in the store already.</param>
    /// <param name="throughput">How fast the machine is.</param>
    public static JobEstimate Of(JobSpec job, JobMaterial material, JobInventory inventory, Throughput throughput)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(material);
        return new()
        {
            Job = job.Name,
            Dataset = material.Dataset.Name,
            TrainSamples = material.Dataset.Train.Count,
            TestSamples = material.Dataset.Test.Count,
            Students = [.. job.Students.Zip(material.Students, (student, network) => new StudentEstimate(student.Name, ModelEstimate.Of(network)))],
            TeacherJob = job.Teacher?.Job,
            Teacher = material.Teacher is { } teacher ? ModelEstimate.Of(teacher) : null,
            Labels = LabelsOf(job, material, inventory),
            MemoryBytes = MemoryOf(job, material),
            Stages = [.. StagesOf(job, material, inventory, throughput)],
            Throughput = throughput,
        };
    }

    private static IEnumerable<StageEstimate> StagesOf(JobSpec job, JobMaterial material, JobInventory inventory, Throughput throughput)
    {
        if (material.Teacher is { } teacher)
        {
            if (job.Teacher!.Training is { } training)
            {
                var (macs, seconds) = inventory.TeacherIsTrained ? (0, 0) : Training([teacher], training, runs: 1, allRuns: 1, material, throughput);
                yield return new("teacher", inventory.TeacherIsTrained ? "already trained" : $"{training.Epochs} epochs", macs, seconds);
            }

            // In another precision than float32 the teacher answers once more, to say what that costs.
            var (answers, detail) = job.Labels.Precision == PrecisionNames.Float32 ? (1, "") : (2, ", in two precisions");
            yield return Inference("check", $"{material.Dataset.Test.Count} test images{detail}", teacher, answers * (long)material.Dataset.Test.Count, job, throughput);
            var samples = (long)material.Dataset.Train.Count;
            var missing = Math.Max(0, job.Labels.Views - inventory.Views);
            var calibration = missing > 0 ? Math.Min(samples, CalibrationStatistics.MostSamples) : 0;
            yield return Inference("teach", $"{missing} of {job.Labels.Views} views", teacher, (missing * samples) + calibration, job, throughput);
        }

        var students = job.Students.Zip(material.Students).ToList();
        var alone = students.Where(student => job.Baseline && job.BaselineOf(student.First) == student.First).ToList();
        var allRuns = (students.Count + alone.Count) * job.Seeds.Count;
        yield return Trainings("learn", students, allRuns, job, material, throughput);
        if (alone.Count > 0)
        {
            yield return Trainings("baseline", alone, allRuns, job, material, throughput);
        }
    }

    private static StageEstimate Trainings(
        string name, IReadOnlyList<(StudentSpec Spec, Network Network)> students, int allRuns, JobSpec job, JobMaterial material, Throughput throughput)
    {
        var trainings = students.GroupBy(student => job.TrainingOf(student.Spec), student => student.Network).ToList();
        var epochs = trainings.Select(same => same.Key.Epochs).Distinct().ToList() is [var one] ? $"{one} epochs" : "trainings";
        var runs = students.Count * job.Seeds.Count;
        var parts = trainings.ConvertAll(same => Training([.. same], same.Key, job.Seeds.Count, allRuns, material, throughput));
        return new(name, runs == 1 ? epochs : $"{runs} x {epochs}", parts.Sum(part => part.Macs), parts.Sum(part => part.Seconds));
    }

    /// <summary>So many runs of each network.</summary>
    private static (double Macs, double Seconds) Training(
        IReadOnlyList<Network> networks, TrainingSpec training, int runs, int allRuns, JobMaterial material, Throughput throughput)
    {
        var samples = (double)material.Dataset.Train.Count * training.Epochs;
        var evaluated = (double)material.Dataset.Test.Count * ((training.Epochs + training.EvaluateEvery - 1) / training.EvaluateEvery);
        var threads = training.Threads > 0 ? training.Threads : throughput.Threads;
        var seconds = networks.Sum(network => throughput.Training.Seconds(network, samples, training.BatchSize, TrainingPasses, threads)
            + throughput.Inference.Seconds(network, evaluated, training.BatchSize, passes: 1, threads));
        // Runs that leave cores free train side by side.
        var sideBySide = Math.Clamp(throughput.Threads / threads, 1, allRuns);
        return (runs * networks.Sum(network => (double)Cost.Of(network).Macs) * ((TrainingPasses * samples) + evaluated), runs * seconds / sideBySide);
    }

    private static StageEstimate Inference(string name, string detail, Network network, long samples, JobSpec job, Throughput throughput)
    {
        // A slot is one thread, so that slots share fixed costs too.
        var slots = job.Labels.Slots > 0 ? Math.Min(job.Labels.Slots, throughput.Threads) : throughput.Threads;
        var seconds = throughput.Inference.Seconds(network, samples, job.Labels.Batch, passes: 1, threads: 1) / slots;
        return new(name, detail, (double)Cost.Of(network).Macs * samples, seconds);
    }

    private static LabelEstimate? LabelsOf(JobSpec job, JobMaterial material, JobInventory inventory)
    {
        if (material.Teacher is not { } teacher)
        {
            return null;
        }

        var content = LabelContent.Of(job, teacher);

        // Only what decides the size of a label matters here, not what decides its bits.
        var set = new LabelSet
        {
            TeacherNetwork = teacher.Digest,
            TeacherWeights = "",
            Dataset = "",
            Preprocessing = "",
            Augmentation = "",
            Seed = (ulong)job.Labels.Seed,
            Samples = material.Dataset.Train.Count,
            Classes = content.Classes,
            TopK = content.TopK,
            Temperatures = content.Temperatures,
            Precision = "",
            Taps = content.Taps,
            NumericsClass = "",
        };
        var bytes = LabelLayout.BytesPerSample(set);
        return new(job.Labels.Views, Math.Min(inventory.Views, job.Labels.Views), bytes, (long)bytes * set.Samples * job.Labels.Views);
    }

    private static long MemoryOf(JobSpec job, JobMaterial material)
    {
        var pixels = (long)material.Dataset.Train.Shape.Length;
        var images = pixels * (material.Dataset.Train.Count + material.Dataset.Test.Count);
        var learning = job.Students.Zip(material.Students).Max(student => TrainingBytes(student.Second, job.TrainingOf(student.First), pixels));
        if (material.Teacher is { } teacher)
        {
            var cost = ModelEstimate.Of(teacher);
            var slots = job.Labels.Slots > 0 ? job.Labels.Slots : 1;
            var teaching = cost.Bytes + (slots * job.Labels.Batch * cost.PeakActivationBytes);
            learning = Math.Max(learning + teaching, job.Teacher!.Training is { } training ? TrainingBytes(teacher, training, pixels) : 0);
        }

        return ProcessBytes + images + learning;
    }

    /// <summary>Weights with their gradients and momenta, every activation of a batch for the backward pass, and the batches ahead.</summary>
    private static long TrainingBytes(Network network, TrainingSpec training, long pixels)
    {
        var activations = network.Nodes.Sum(node => Shapes.Count(network.Shapes[node.Name]));
        return sizeof(float) * ((4 * Cost.Of(network).Parameters) + (training.BatchSize * (activations + (BatchesAhead * pixels))));
    }
}
