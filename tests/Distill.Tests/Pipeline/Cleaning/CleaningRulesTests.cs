using Distill.Artifacts;
using Distill.Jobs;
using Distill.Pipeline.Cleaning;
using Xunit;

namespace Distill.Tests.Pipeline.Cleaning;

public sealed class CleaningRulesTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 31, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_young = TimeSpan.FromMinutes(59);
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_month = TimeSpan.FromDays(30);

    private readonly List<ArtifactListing> _artifacts = [];
    private readonly List<JobUse> _jobs = [];
    private readonly Dictionary<string, IReadOnlyList<string>> _parts = [];
    private readonly Dictionary<string, string> _recipes = [];

    [Fact]
    public void Checkpoints_that_no_head_names_go_after_an_hour()
    {
        Has("jobs/a/runs/student/checkpoints/named", s_month);
        Has("jobs/a/runs/student/checkpoints/loose", s_day);
        Has("jobs/a/runs/student/checkpoints/young", s_young);
        Has("jobs/a/runs/student/head.json", s_month);
        _jobs.Add(Job("a", JobState.Learning) with { Checkpoints = ["jobs/a/runs/student/checkpoints/named"] });

        var garbage = Assert.Single(Clean(new()).Garbage);
        Assert.Equal(("jobs/a/runs/student/checkpoints/", 100, "no run goes on from these"), (garbage.Path, garbage.Bytes, garbage.Reason));
        Assert.Equal(["jobs/a/runs/student/checkpoints/loose"], garbage.Artifacts);
    }

    [Fact]
    public void Label_sets_that_no_job_names_go_when_they_are_old()
    {
        Has("labels/used/manifest.json", s_month);
        Has("labels/old/manifest.json", s_month);
        Has("labels/old/view-000.labels", s_month);
        Has("labels/recent/manifest.json", s_month);
        Has("labels/recent/view-000.labels", s_day);
        _jobs.Add(Job("a", JobState.Finished, labels: "used"));

        Assert.Equal(["labels/old/: no job uses these labels"], Plan());
        Assert.Equal(["labels/old/: no job uses these labels", "labels/recent/: no job uses these labels"], Plan(new() { OlderThan = TimeSpan.FromHours(2) }));
    }

    [Fact]
    public void Nothing_younger_than_an_hour_goes_whatever_is_asked()
    {
        Has("labels/a/manifest.json", s_young);
        Has("models/a/model.safetensors", s_young);
        Has("inputs/a/upload.json", s_young);
        Has("inputs/parts/p", s_young);

        Assert.Empty(Plan(new() { OlderThan = TimeSpan.Zero, Keep = 0 }));
    }

    [Fact]
    public void While_a_job_has_no_teacher_labels_and_models_stay()
    {
        Has("labels/old/manifest.json", s_month);
        Has("models/old/model.safetensors", s_month);
        Has("inputs/old/manifest.json", s_month);
        _jobs.Add(Job("a", JobState.Finished, labels: "x"));
        _jobs.Add(Job("b", JobState.Queued));

        Assert.Equal(["inputs/old/: no job reads this dataset or these weights"], Plan(new() { Keep = 0 }));
    }

    [Fact]
    public void A_model_that_no_job_has_goes_after_the_recipes_that_lead_to_it()
    {
        Has("models/used/model.safetensors", s_month);
        Has("models/old/model.safetensors", s_month);
        Has("models/old/network.json", s_month);
        Has("models/recipes/r1.json", s_month);
        Has("models/recipes/r2.json", s_month);
        _recipes["models/recipes/r1.json"] = "old";
        _recipes["models/recipes/r2.json"] = "used";
        _jobs.Add(Job("a", JobState.Failed, labels: "x") with { Model = "used" });

        var garbage = Assert.Single(Clean(new()).Garbage);

        Assert.Equal(["models/recipes/r1.json", "models/old/network.json", "models/old/model.safetensors"], garbage.Artifacts);
        Assert.Equal(("models/old/", 300, "no job has this teacher"), (garbage.Path, garbage.Bytes, garbage.Reason));
    }

    [Fact]
    public void Inputs_go_with_the_parts_that_only_they_have()
    {
        Has("inputs/used/manifest.json", s_month);
        Has("inputs/old/manifest.json", s_month);
        Has("inputs/coming/upload.json", s_day);
        _parts["inputs/used/manifest.json"] = ["p1", "p2"];
        _parts["inputs/old/manifest.json"] = ["p2", "p3"];
        _parts["inputs/coming/upload.json"] = ["p4"];
        foreach (var part in new[] { "p1", "p2", "p3", "p4", "p5" })
        {
            Has("inputs/parts/" + part, s_month);
        }
        _jobs.Add(Job("a", JobState.Cancelled, labels: "x") with { Inputs = ["used"] });

        var plan = Clean(new());

        Assert.Equal(["inputs/old/: no job reads this dataset or these weights", "inputs/parts/: no dataset and no weights have these parts"], Sentences(plan));
        Assert.Equal(["inputs/parts/p3", "inputs/parts/p5"], plan.Garbage[1].Artifacts);
    }

    [Fact]
    public void Above_the_limit_labels_of_finished_jobs_go_in_the_order_of_their_end()
    {
        foreach (var set in new[] { "early", "late", "shared", "failed" })
        {
            Has($"labels/{set}/manifest.json", s_month);
        }
        _jobs.Add(Job("a", JobState.Finished, labels: "late", ended: s_day));
        _jobs.Add(Job("b", JobState.Finished, labels: "early", ended: 3 * s_day));
        _jobs.Add(Job("c", JobState.Finished, labels: "shared", ended: s_month));
        _jobs.Add(Job("d", JobState.Learning, labels: "shared"));
        _jobs.Add(Job("e", JobState.Failed, labels: "failed", ended: s_month));

        Assert.Empty(Plan(new() { Keep = 400 }));
        Assert.Equal(["labels/early/: the limit is exceeded and its last job, b, is finished"], Plan(new() { Keep = 399 }));
        Assert.Equal(
            ["labels/early/: the limit is exceeded and its last job, b, is finished", "labels/late/: the limit is exceeded and its last job, a, is finished"],
            Plan(new() { Keep = 0 }));
        Assert.Equal(200, Clean(new() { Keep = 0 }).Kept);
    }

    [Fact]
    public void What_says_that_a_folder_is_complete_goes_first()
    {
        Has("labels/old/calibration.json", s_month);
        Has("labels/old/manifest.json", s_month);
        Has("labels/old/view-000.json", s_month);
        Has("labels/old/view-000.labels", s_month);

        Assert.Equal(
            ["labels/old/manifest.json", "labels/old/calibration.json", "labels/old/view-000.json", "labels/old/view-000.labels"],
            Assert.Single(Clean(new()).Garbage).Artifacts);
    }

    private static JobUse Job(string name, JobState state, string? labels = null, TimeSpan? ended = null) =>
        new(name, state, ended is { } ago ? s_now - ago : null, labels, Model: null, Inputs: [], Checkpoints: []);

    private static IEnumerable<string> Sentences(CleaningPlan plan) => plan.Garbage.Select(garbage => $"{garbage.Path}: {garbage.Reason}");

    private void Has(string path, TimeSpan age) => _artifacts.Add(new(path, 100, s_now - age));

    private IEnumerable<string> Plan(CleaningOptions? options = null) => Sentences(Clean(options ?? new()));

    private CleaningPlan Clean(CleaningOptions options) => new CleaningRules(new StoreContents(_artifacts, _jobs, _parts, _recipes), options, s_now).Plan();
}
