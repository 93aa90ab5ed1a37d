using Distill.Jobs;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Jobs;

public sealed class JobSchemaTests
{
    private const string Rewrite = "DISTILL_APPROVE";

    [Fact]
    public void The_schema_beside_the_jobs_is_the_one_that_follows_from_the_reader()
    {
        var file = Repository.PathOf("jobs", "job.schema.json");
        if (Environment.GetEnvironmentVariable(Rewrite) == "1")
        {
            File.WriteAllText(file, JobSchema.Write());
        }

        Assert.True(JobSchema.Write() == File.ReadAllText(file), $"jobs/job.schema.json is out of date; run this test with {Rewrite}=1.");
    }
}
