package io.ringrift.dataplane.agent.s3;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * How to reach a bucket. Credentials come from where AWS tools look for them: environment, profile,
 * instance.
 *
 * @param endpoint null: Amazon's
 * @param pathStyle whether the bucket is named in the path, as most other servers want it
 * @param checksums whether every request carries and asks for checksums; some servers store them as
 *     content, so that it must be off for them
 */
public record BucketConnection(URI endpoint, String region, boolean pathStyle, boolean checksums) {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(30);

  /**
   * Of one request. The time limit of a socket is for reads only: a server that takes nothing more
   * of an upload would hold it for ever. A part of 8 MiB passes at 28 KB/s.
   */
  private static final Duration REQUEST = Duration.ofMinutes(5);

  /** A client; the caller closes it. */
  public S3Client open() {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(region))
            .httpClientBuilder(
                CheckedHttpClient.builder(
                    UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(SILENCE)))
            .overrideConfiguration(override -> override.apiCallAttemptTimeout(REQUEST))
            .requestChecksumCalculation(
                checksums
                    ? RequestChecksumCalculation.WHEN_SUPPORTED
                    : RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(
                checksums
                    ? ResponseChecksumValidation.WHEN_SUPPORTED
                    : ResponseChecksumValidation.WHEN_REQUIRED)
            .forcePathStyle(pathStyle);
    return (endpoint == null ? builder : builder.endpointOverride(endpoint)).build();
  }
}
