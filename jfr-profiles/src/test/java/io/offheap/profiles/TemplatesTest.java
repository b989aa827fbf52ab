package io.offheap.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmc.flightrecorder.configuration.model.xml.JFCXMLValidator;
import org.openjdk.jmc.flightrecorder.configuration.model.xml.XMLModel;
import org.openjdk.jmc.flightrecorder.configuration.model.xml.XMLValidationResult;
import org.xml.sax.InputSource;

/** The settings in the jar, as Mission Control's template manager reads them. */
class TemplatesTest {
  @ParameterizedTest
  @ValueSource(strings = {"offheap.jfc", "offheap-profile.jfc", "default+offheap.jfc"})
  void missionControl_findsNoFault(String name) throws Exception {
    try (InputStream in =
        Objects.requireNonNull(TemplatesTest.class.getResourceAsStream("/" + name), name)) {
      XMLModel model = XMLModel.create(new InputSource(in), JFCXMLValidator.getValidator());
      model.checkErrors();
      assertThat(model.getResults()).noneMatch(XMLValidationResult::isError);
      assertThat(model.hasErrors()).isFalse();
    }
  }
}
