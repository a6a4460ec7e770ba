using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlixTube.Host.Playback;

/// <summary>A link that was made.</summary>
/// <param name="Url">The address to watch under, without the host, which callers know by the name that viewers use.</param>
/// <param name="Token">The token in it, for <c>?path=</c> as well.</param>
/// <param name="TokenId">Its id, by which it can be revoked.</param>
/// <param name="ExpiresAt">When it ends; what plays then plays on until it asks again.</param>
internal sealed record LinkAnswer(string Url, string Token, string TokenId, DateTimeOffset ExpiresAt);

[JsonSerializable(typeof(LinkAnswer))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
internal sealed partial class PlaybackJson : JsonSerializerContext;
