using Distill.Jobs;
using Distill.Pipeline.Jobs;
using Distill.Tests.Reports;
using Xunit;

namespace Distill.Tests.Pipeline;

public sealed class ComparedJobTests
{
    [Fact]
    public void A_column_tells_what_each_form_of_the_student_costs()
    {
        var report = SomeReport.OnDevice();
        var spec = JobReader.Read("dataset: digits\nstudent: cnn_4\ntraining: { epochs: 3 }\n", "job.yaml", []).Job!;
        var record = new JobRecord { Name = "small", Content = "", State = JobState.Finished, Created = DateTimeOffset.UnixEpoch };

        var forms = ComparedJob.Of(record, report, spec).Single().Forms!;

        Assert.Equal(["safetensors", "onnx", "onnx-int8"], forms.Select(form => form.Form));
        // What nothing but the training framework runs is as good as the student that was trained.
        Assert.Equal((report.Students[0].Seeds.Average(seed => seed.Student.Final.Top1), 318_904, null, null), (forms[0].Accuracy, forms[0].Bytes, forms[0].Microseconds, forms[0].Microjoules));
        Assert.Equal((0.7035, 96_991, 83.4), (forms[2].Accuracy, forms[2].Bytes, forms[2].Microseconds));
        Assert.True(forms[2].Microjoules < forms[1].Microjoules);
    }
}
