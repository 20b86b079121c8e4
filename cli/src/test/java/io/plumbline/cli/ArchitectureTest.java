package io.plumbline.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import io.plumbline.conformance.wrong.SuiteThatKnowsTheServer;
import io.plumbline.graders.redteam.oracles.wrong.OracleThatAsksAGrader;
import io.plumbline.graders.wrong.GraderOverTheNetwork;
import io.plumbline.graders.wrong.GraderThatKnowsAJudge;
import io.plumbline.graders.wrong.GraderThatKnowsTheServer;
import io.plumbline.judges.wrong.JudgeThatKnowsTheServer;
import io.plumbline.server.wrong.ServerThatKnowsTheTrainer;
import io.plumbline.trainer.wrong.TrainerThatKnowsTheServer;
import io.plumbline.trainer.wrong.TrainerThatMultipliesByANumber;
import io.plumbline.trainer.wrong.TrainerThatTouchesTheEngine;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Dependencies between the modules point one way; each rule is shown to fail on a wrong class. */
@Tag("once")
class ArchitectureTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages("io.plumbline");

  private static final LayeredArchitecture ONE_WAY =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("io.plumbline..")
          .layer("proto")
          .definedBy("io.plumbline.env..", "io.plumbline.journal..", "io.plumbline.policy..")
          .layer("graders")
          .definedBy("io.plumbline.graders..")
          .layer("judges")
          .definedBy("io.plumbline.judges..")
          .layer("client")
          .definedBy("io.plumbline.client..")
          .layer("conformance")
          .definedBy("io.plumbline.conformance..")
          .layer("server")
          .definedBy("io.plumbline.server..")
          .layer("trainer")
          .definedBy("io.plumbline.trainer..")
          .layer("benchmarks")
          .definedBy("io.plumbline.benchmarks..")
          .layer("cli")
          .definedBy("io.plumbline.cli..")
          .whereLayer("proto")
          .mayNotAccessAnyLayer()
          .whereLayer("graders")
          .mayNotAccessAnyLayer()
          .whereLayer("judges")
          .mayOnlyAccessLayers("graders")
          .whereLayer("client")
          .mayOnlyAccessLayers("proto")
          .whereLayer("conformance")
          .mayOnlyAccessLayers("proto", "client")
          .whereLayer("server")
          .mayOnlyAccessLayers("proto", "graders")
          .whereLayer("trainer")
          .mayOnlyAccessLayers("proto", "graders", "client")
          .whereLayer("benchmarks")
          .mayOnlyAccessLayers("proto", "graders", "client", "server", "trainer")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer();

  private static final ArchRule GRADERS_KNOW_NO_NETWORK =
      noClasses()
          .that()
          .resideInAPackage("io.plumbline.graders..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.grpc..",
              "com.google.protobuf..",
              "io.netty..",
              "java.net..",
              "javax.net..",
              "java.rmi..",
              "ai.djl..");

  /** So that an oracle does not err where a grader does. */
  private static final ArchRule ORACLES_KNOW_NO_GRADER =
      noClasses()
          .that()
          .resideInAPackage("io.plumbline.graders.redteam.oracles..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.plumbline.graders..")
                  .and(
                      resideOutsideOfPackages(
                          "io.plumbline.graders.tasks", "io.plumbline.graders.redteam.oracles..")));

  /** Its version test in policy-trainer tells when they move. */
  private static final ArchRule ONE_PACKAGE_TOUCHES_THE_ENGINE =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.plumbline.trainer.torch..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.djl.pytorch..");

  /** DJL frees the number before a backward pass reads it: see {@code Scalars}. */
  private static final ArchRule NUMBERS_OUTLIVE_THE_BACKWARD_PASS =
      noClasses()
          .that()
          .resideInAnyPackage("io.plumbline.trainer..", "io.plumbline.benchmarks..")
          .should()
          .callMethod(NDArray.class, "mul", Number.class)
          .orShould()
          .callMethod(NDArray.class, "div", Number.class)
          .orShould()
          .callMethod(NDArray.class, "pow", Number.class)
          .orShould()
          .callMethod(NDArray.class, "mod", Number.class)
          .orShould()
          .callMethod(NDArray.class, "maximum", Number.class)
          .orShould()
          .callMethod(NDArray.class, "minimum", Number.class);

  @Test
  void modulesDependOnOneAnotherOneWay() {
    ONE_WAY.check(HOUSE);
  }

  @Test
  void aDependencyAgainstTheDirectionIsFound() {
    for (Class<?> wrong :
        List.of(
            GraderThatKnowsTheServer.class,
            GraderThatKnowsAJudge.class,
            JudgeThatKnowsTheServer.class,
            SuiteThatKnowsTheServer.class,
            ServerThatKnowsTheTrainer.class,
            TrainerThatKnowsTheServer.class)) {
      assertThatThrownBy(() -> ONE_WAY.withOptionalLayers(true).check(alone(wrong)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining(wrong.getName());
    }
  }

  @Test
  void gradersKnowNoNetwork() {
    GRADERS_KNOW_NO_NETWORK.check(HOUSE);
  }

  @Test
  void aGraderOverTheNetworkIsFound() {
    assertThatThrownBy(() -> GRADERS_KNOW_NO_NETWORK.check(alone(GraderOverTheNetwork.class)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(GraderOverTheNetwork.class.getName());
  }

  @Test
  void oraclesKnowNoGrader() {
    ORACLES_KNOW_NO_GRADER.check(HOUSE);
  }

  @Test
  void anOracleThatAsksAGraderIsFound() {
    assertThatThrownBy(() -> ORACLES_KNOW_NO_GRADER.check(alone(OracleThatAsksAGrader.class)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(OracleThatAsksAGrader.class.getName());
  }

  @Test
  void onePackageTouchesTheEnginesInternals() {
    ONE_PACKAGE_TOUCHES_THE_ENGINE.check(HOUSE);
  }

  @Test
  void aTrainerThatTouchesThemIsFound() {
    assertThatThrownBy(
            () -> ONE_PACKAGE_TOUCHES_THE_ENGINE.check(alone(TrainerThatTouchesTheEngine.class)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(TrainerThatTouchesTheEngine.class.getName());
  }

  @Test
  void numbersOutliveTheBackwardPass() {
    NUMBERS_OUTLIVE_THE_BACKWARD_PASS.check(HOUSE);
  }

  @Test
  void aTrainerThatMultipliesByANumberIsFound() {
    assertThatThrownBy(
            () ->
                NUMBERS_OUTLIVE_THE_BACKWARD_PASS.check(
                    alone(TrainerThatMultipliesByANumber.class)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("half()");
  }

  @Test
  void everyPackageSaysWhatItIsForAndIsNullMarked() {
    assertThat(unmarkedPackages(HOUSE)).isEmpty();
  }

  @Test
  void aPackageThatIsNotNullMarkedIsFound() {
    assertThat(unmarkedPackages(alone(GraderOverTheNetwork.class)))
        .containsExactly("io.plumbline.graders.wrong");
  }

  /** Those with classes of ours; what protobuf, gRPC and JMH generate is not. */
  private static Set<String> unmarkedPackages(JavaClasses classes) {
    Set<String> unmarked = new TreeSet<>();
    classes.stream()
        .map(type -> type.getPackage())
        .filter(
            found ->
                !found
                    .getName()
                    .matches("io\\.plumbline\\.(env|journal|policy)\\.v\\d+|.*\\.jmh_generated"))
        .filter(found -> !isNullMarked(found))
        .forEach(found -> unmarked.add(found.getName()));
    return unmarked;
  }

  private static boolean isNullMarked(JavaPackage found) {
    return found.tryGetPackageInfo().isPresent() && found.isAnnotatedWith(NullMarked.class);
  }

  private static JavaClasses alone(Class<?> wrong) {
    return new ClassFileImporter().importClasses(wrong);
  }
}
