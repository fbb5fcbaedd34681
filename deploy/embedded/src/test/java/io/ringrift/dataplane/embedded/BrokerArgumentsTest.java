package io.ringrift.dataplane.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerArgumentsTest {

  @Test
  void readsFolderAndPorts() {
    BrokerArguments arguments =
        BrokerArguments.parse(
            "--data", "d", "--port", "0", "--registry-port", "18081", "--with-parent");

    assertThat(arguments).isEqualTo(new BrokerArguments(Path.of("d"), 0, 18081, true));
  }

  @Test
  void portsDefaultToTheUsualOnes() {
    assertThat(BrokerArguments.parse("--data", "d"))
        .isEqualTo(new BrokerArguments(Path.of("d"), 9092, 8081, false));
  }

  @ParameterizedTest
  @CsvSource({
    "--port 9092, --data is missing",
    "--data d --port 70000, --port is 70000; allowed are 0..65535",
    "--data d --port x, --port is x; allowed are 0..65535",
    "--data, --data needs a value",
    "--data d --prot 1, unknown argument --prot",
  })
  void namesTheWordThatIsWrong(String line, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BrokerArguments.parse(line.split(" ", -1)))
        .withMessageContaining(message);
  }
}
