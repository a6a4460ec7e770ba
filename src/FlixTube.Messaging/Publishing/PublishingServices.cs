using FlixTube.Messaging.Brokers;
using FlixTube.Messaging.Outbox;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FlixTube.Messaging.Publishing;

internal static class PublishingServices
{
    /// <summary>
    /// Adds the <see cref="ViewPublisher"/> with the recipients that configuration gives an address: none, <c>Viewed:Http</c>,
    /// <c>Viewed:RabbitMQ</c>, or both.
    /// </summary>
    public static void AddViewPublisher(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<OutboxOptions>().BindConfiguration(OutboxOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OutboxOptions>, OutboxOptions.Validator>());
        services.AddOptions<HttpRecipientOptions>().BindConfiguration(HttpRecipientOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HttpRecipientOptions>, HttpRecipientOptions.Validator>());
        services.AddRabbitMQOptions();

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ViewMetrics>();
        if (!string.IsNullOrEmpty(configuration[$"{HttpRecipientOptions.Section}:{nameof(HttpRecipientOptions.BaseAddress)}"]))
            services.AddDelivery<HttpRecipient>();

        if (!string.IsNullOrEmpty(configuration[$"{RabbitMQOptions.Section}:{nameof(RabbitMQOptions.Uri)}"]))
            services.AddDelivery<RabbitMQRecipient>();

        services.AddSingleton<ViewPublisher>();
        services.AddHostedService(static provider => provider.GetRequiredService<ViewPublisher>());
    }

    /// <summary>Binds and checks the broker's settings, for who tells and for who is told.</summary>
    public static void AddRabbitMQOptions(this IServiceCollection services)
    {
        services.AddOptions<RabbitMQOptions>().BindConfiguration(RabbitMQOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RabbitMQOptions>, RabbitMQOptions.Validator>());
    }

    private static void AddDelivery<TRecipient>(this IServiceCollection services)
        where TRecipient : class, IViewRecipient
    {
        services.AddSingleton<TRecipient>();
        services.AddSingleton(static provider => new ViewDelivery(
            provider.GetRequiredService<TRecipient>(),
            provider.GetRequiredService<IOptions<OutboxOptions>>(),
            provider.GetRequiredService<ViewMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ViewDelivery>>()));
    }
}
