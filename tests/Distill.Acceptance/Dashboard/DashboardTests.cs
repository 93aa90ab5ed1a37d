using System.Security.Cryptography;
using System.Text.Json;
using Xunit;

namespace Distill.Acceptance.Dashboard;

/// <summary>The dashboard in a real browser, over the real program, with real trainings.</summary>
public sealed class DashboardTests
{
    private const string Finished = "document.querySelector('.head .state')?.textContent === 'finished'";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_is_submitted_in_the_page_watched_to_its_end_and_its_student_taken_away_whole()
    {
        Skip();
        await using var world = await DashboardWorld.StartAsync(Stop);
        await using var page = await world.OpenAsync("/launch", Stop);

        await WriteAsync(page, DashboardWorld.Yaml("first-job").Replace("training: { epochs: 4", "trainig: { epochs: 4", StringComparison.Ordinal));
        await page.SeesAsync("document.querySelector('.problems')?.textContent.includes('did you mean \"training\"')", Stop);
        Assert.True((await page.EvaluateAsync("[...document.querySelectorAll('.lines [data-wrong=true]')].some(line => line.textContent === '7')", Stop)).GetBoolean());
        Assert.True((await page.EvaluateAsync("document.getElementById('submit').disabled", Stop)).GetBoolean());

        await WriteAsync(page, DashboardWorld.Yaml("first-job"));
        await page.SeesAsync("document.querySelector('.cost h2')?.textContent.startsWith('About')", Stop);
        await page.PressAsync("#submit", "Submit", Stop);

        await page.SeesAsync("location.pathname === '/jobs/first-job'", Stop);
        await page.SeesAsync("document.querySelector('.stages [data-state=running]')", Stop);
        await page.SeesAsync("document.querySelectorAll('.chart path.line').length > 0", Stop);
        await page.SeesAsync(Finished, Stop);
        await page.SeesAsync("document.querySelector('.finding')?.textContent.length > 10", Stop);
        await page.SeesAsync("[...document.querySelectorAll('.timeline li')].some(li => li.textContent.includes('The job is finished.'))", Stop);

        await page.EvaluateAsync("window.saved = 0; const make = URL.createObjectURL.bind(URL); URL.createObjectURL = blob => { window.saved = blob.size; return make(blob); }", Stop);
        await page.PressAsync("button[data-path='student/model.safetensors']", "Download", Stop);
        await page.SeesAsync("document.querySelector(\"button[data-path='student/model.safetensors']\").dataset.whole === 'true'", Stop);
        var stored = await File.ReadAllBytesAsync(Path.Combine(world.Store, "jobs", "first-job", "student", "model.safetensors"), Stop);
        Assert.Equal(stored.Length, (await page.EvaluateAsync("window.saved", Stop)).GetInt32());
        var downloaded = await world.BytesAsync("/api/v1/jobs/first-job/artifacts/student/model.safetensors", Stop);
        Assert.Equal(SHA256.HashData(stored), SHA256.HashData(downloaded));
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Two_jobs_are_chosen_in_the_list_and_compared()
    {
        Skip();
        await using var world = await DashboardWorld.StartAsync(Stop);
        await world.SubmitAsync(DashboardWorld.Yaml("calm-heron-8"), Stop);
        await world.SubmitAsync(DashboardWorld.Yaml("brisk-otter-7", epochs: 6), Stop);
        await using var page = await world.OpenAsync("/jobs", Stop);
        await page.SeesAsync("document.querySelectorAll('tr[data-job] [data-state=finished]').length === 2", Stop);

        foreach (var job in new[] { "calm-heron-8", "brisk-otter-7" })
        {
            await page.EvaluateAsync($"document.querySelector('tr[data-job={job}] input').click()", Stop);
        }

        await page.SeesAsync("new URLSearchParams(location.search).get('select') === 'calm-heron-8,brisk-otter-7'", Stop);
        await page.PressAsync("a.button", "Compare 2", Stop);
        await page.SeesAsync("document.querySelectorAll('.charts .chart:not([hidden]) path.line').length >= 4", Stop);
        Assert.Contains("training.epochs", (await page.EvaluateAsync("document.querySelectorAll('.versus')[1].innerText", Stop)).GetString(), StringComparison.Ordinal);
        Assert.True((await page.EvaluateAsync("document.querySelectorAll('.scatter .point').length === 2", Stop)).GetBoolean());
        await page.EvaluateAsync("(c => { c.value = 'form.bytes'; c.dispatchEvent(new Event('change')); })(document.getElementById('cost'))", Stop);
        Assert.Contains("calm-heron-8 as safetensors", (await page.EvaluateAsync("document.querySelector('.scatter').innerHTML", Stop)).GetString(), StringComparison.Ordinal);
        Assert.True((await page.EvaluateAsync("document.querySelectorAll('.scatter .point').length === 2", Stop)).GetBoolean());
        Assert.Equal("distill compare calm-heron-8 brisk-otter-7", (await page.EvaluateAsync("document.getElementById('cli').textContent", Stop)).GetString());
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task A_job_is_cancelled_in_the_page_and_resumed_from_where_it_stopped()
    {
        Skip();
        await using var world = await DashboardWorld.StartAsync(Stop);
        await world.SubmitAsync(DashboardWorld.Yaml("long-way-1", epochs: 40), Stop);
        await using var page = await world.OpenAsync("/jobs/long-way-1", Stop);
        await page.SeesAsync("document.querySelector('.head .state')?.textContent === 'learning'", Stop);

        await page.PressAsync(".head button", "Cancel", Stop);
        await page.PressAsync("dialog button.danger", "Cancel", Stop);
        await page.SeesAsync("document.querySelector('.head .state')?.textContent === 'cancelled'", Stop);
        await page.PressAsync(".head button", "Resume", Stop);
        await page.SeesAsync(Finished, Stop);
        Assert.True((await page.EvaluateAsync("[...document.querySelectorAll('.timeline li')].some(li => li.textContent.includes('it goes on where it stopped'))", Stop)).GetBoolean());
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task A_token_without_the_right_is_refused_in_the_page_and_one_with_it_is_not()
    {
        Skip();
        using var files = new SmallJob();
        var tokens = new Dictionary<string, string>();
        foreach (var right in new[] { "read", "submit" })
        {
            using var create = new DistillProcess(files.Store("up"), "token", "create", "somebody", "--right", right, "-q");
            var (code, output) = await create.EndAsync(Stop);
            Assert.Equal(0, code);
            tokens[right] = output.Trim();
        }

        await using var world = await DashboardWorld.StartAsync(files.Store("up"), Stop, "--require-token");
        await using var page = await world.OpenAsync("/launch", Stop);
        await EnterAsync(page, tokens["read"]);
        await WriteAsync(page, DashboardWorld.Yaml("refused-1"));
        await page.PressAsync("#submit", "Submit", Stop);
        await page.SeesAsync("document.querySelector('.toast[data-bad]')?.textContent.includes('has the right to read, and this takes the right to submit')", Stop);
        Assert.Equal("/launch", (await page.EvaluateAsync("location.pathname", Stop)).GetString());

        await page.EvaluateAsync($"sessionStorage.setItem('distill-token', {JsonSerializer.Serialize(tokens["submit"])})", Stop);
        await page.GoAsync(world.Address + "/launch", Stop);
        await page.SeesAsync("document.getElementById('yaml') && !document.getElementById('submit').disabled", Stop);
        await WriteAsync(page, DashboardWorld.Yaml("taken-1"));
        await page.PressAsync("#submit", "Submit", Stop);
        await page.SeesAsync("location.pathname === '/jobs/taken-1'", Stop);
    }

    [Fact]
    public async Task Every_page_is_whole_at_360_pixels_and_dark_in_the_dark()
    {
        Skip();
        await using var world = await DashboardWorld.StartAsync(Stop);
        await world.SubmitAsync(DashboardWorld.Yaml("calm-heron-8"), Stop);
        await world.SubmitAsync(DashboardWorld.Yaml("brisk-otter-7", epochs: 6), Stop);
        await using var page = await world.OpenAsync("/jobs", Stop, 360, 740, isDark: true);
        await page.SeesAsync("document.querySelectorAll('tr[data-job] [data-state=finished]').length === 2", Stop);
        foreach (var path in new[] { "/jobs", "/jobs/calm-heron-8", "/compare?jobs=calm-heron-8,brisk-otter-7", "/workers", "/labels", "/launch" })
        {
            await page.GoAsync(world.Address + path, Stop);
            await page.SeesAsync($"location.pathname + location.search === {JsonSerializer.Serialize(path)} && document.querySelector('h1') && document.getElementById('cli').textContent.startsWith('distill ')", Stop);
            if (path.StartsWith("/jobs/", StringComparison.Ordinal))
            {
                // What comes last, and is the widest.
                await page.SeesAsync("document.querySelectorAll('.files tbody tr').length > 2", Stop);
            }

            var widest = (await page.EvaluateAsync("document.documentElement.scrollWidth <= 360 ? '' : [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > 360).map(e => e.tagName + '.' + e.getAttribute('class')).join(' ')", Stop)).GetString();
            Assert.True(widest!.Length == 0, $"{path} is wider than 360 pixels: {widest}");
            Assert.Equal(0, (await page.EvaluateAsync(Nameless, Stop)).GetInt32());
            var (dark, colours) = Darkness.Of(await page.PictureAsync(Stop));
            Assert.InRange(dark, 0.6, 0.999);
            Assert.InRange(colours, 12, int.MaxValue);
        }

        Assert.Empty(page.Complaints);
    }

    /// <summary>Buttons, links and fields that a screen reader could not name.</summary>
    private const string Nameless = """
        [...document.querySelectorAll('button, a, input, select, textarea, svg[role=img]')].filter(e => e.checkVisibility() && !(e.textContent.trim() || e.getAttribute('aria-label') || e.labels?.length)).length
        """;

    private static void Skip()
    {
        if (Chromium.Missing is { } why)
        {
            Assert.Skip(why);
        }
    }

    private static async Task WriteAsync(Page page, string yaml)
    {
        await page.SeesAsync("document.getElementById('yaml')?.value.length > 0", Stop);
        await page.EvaluateAsync($"(t => {{ t.value = {JsonSerializer.Serialize(yaml)}; t.dispatchEvent(new Event('input')); }})(document.getElementById('yaml'))", Stop);
    }

    private static async Task EnterAsync(Page page, string token)
    {
        await page.SeesAsync("document.querySelector('dialog[open] #token')", Stop);
        await page.EvaluateAsync($"document.getElementById('token').value = {JsonSerializer.Serialize(token)}", Stop);
        await page.PressAsync("dialog button", "Use it", Stop);
    }
}
