using Distill.Acceptance.Servers;
using Distill.Pipeline.Messaging;

namespace Distill.Acceptance.Chaos;

/// <summary>Virtual hosts of a broker, each for one scenario. They are made ten at a time, because each call of rabbitmqctl takes a second.</summary>
internal sealed class VirtualHosts(RabbitMqServer server)
{
    private const int AtATime = 10;

    private readonly Queue<string> _fresh = [];
    private int _made;

    /// <summary>One that nobody has used.</summary>
    public async Task<BrokerAddress> NextAsync(CancellationToken ct)
    {
        if (_fresh.Count == 0)
        {
            var first = _made;
            _made += AtATime;
            await server.ControlAsync(ct, "eval", $$"""
                lists:foreach(fun(N) ->
                    V = list_to_binary("chaos-" ++ integer_to_list(N)),
                    rabbit_vhost:add(V, <<"tests">>),
                    rabbit_auth_backend_internal:set_permissions(<<"guest">>, V, <<".*">>, <<".*">>, <<".*">>, <<"tests">>)
                end, lists:seq({{first}}, {{_made - 1}})).
                """);
            for (var number = first; number < _made; number++)
            {
                _fresh.Enqueue($"chaos-{number}");
            }
        }

        return server.Address with { VirtualHost = _fresh.Dequeue() };
    }
}
