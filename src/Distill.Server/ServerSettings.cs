using Distill.Artifacts;
using Distill.Pipeline;
using Distill.Pipeline.Messaging;

namespace Distill.Server;

/// <summary>What a server shows, to whom, and who does the work that it is given.</summary>
public sealed record ServerSettings
{
    /// <summary>Jobs, labels and students.</summary>
    public required IArtifactStore Store { get; init; }

    /// <summary>Addresses to listen on, separated by semicolons; port 0 takes a free one.</summary>
    public string Urls { get; init; } = DistillServer.DefaultUrl;

    /// <summary>Takes the jobs that are submitted here; without one the server shows jobs and takes none.</summary>
    public DistillHost? Host { get; init; }

    /// <summary>The broker whose queues are shown; null where there is none.</summary>
    public BrokerAddress? Broker { get; init; }

    /// <summary>Whether a token is asked for even where only this machine can reach the server. Elsewhere it always is.</summary>
    public bool RequireToken { get; init; }

    /// <summary>The folder that paths in submitted jobs start from, and where tokens are asked for also end in.</summary>
    public string JobFolder { get; init; } = ".";

    /// <summary>A folder of pretrained teachers; null where there is none.</summary>
    public string? ModelsFolder { get; init; }

    /// <summary>Addresses that are told of alerts by POST.</summary>
    public IReadOnlyList<Uri> Webhooks { get; init; } = [];

    /// <summary>Told what an operator should know; nobody by default.</summary>
    public Action<string> Warn { get; init; } = _ => { };

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
