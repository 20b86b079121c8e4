package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Relative links of all Markdown files lead somewhere; others are not followed. */
class LinksTest {
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^()\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("`[^`]*`");

  static Stream<Markdown> documents() {
    return Markdown.all().stream();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void relativeLinksLeadToFilesAndHeadings(Markdown document) {
    assertThat(broken(document, links(document))).isEmpty();
  }

  @Test
  void aLinkThatLeadsNowhereIsFound() {
    Markdown document = Markdown.of("docs/README.md");
    List<String> links =
        List.of(
            "guarantees.md#handles-and-keys", "no.md", "guarantees.md#no", "#no", "../README.md");
    assertThat(broken(document, links)).containsExactly("no.md", "guarantees.md#no", "#no");
    assertThat(documents().mapToLong(each -> links(each).size()).sum()).isGreaterThan(50);
  }

  private static List<String> links(Markdown document) {
    List<String> links = new ArrayList<>();
    String prose = String.join("\n", document.prose());
    Matcher matcher = LINK.matcher(CODE.matcher(prose).replaceAll("code"));
    while (matcher.find()) {
      String link = matcher.group(1);
      if (!link.matches("[a-z]+:.*")) {
        links.add(link);
      }
    }
    return links;
  }

  private static List<String> broken(Markdown document, List<String> links) {
    return links.stream().filter(link -> !resolves(document, link)).toList();
  }

  private static boolean resolves(Markdown document, String link) {
    int hash = link.indexOf('#');
    String path = hash < 0 ? link : link.substring(0, hash);
    Path target = path.isEmpty() ? document.file() : document.file().resolveSibling(path);
    target = target.normalize();
    if (!target.startsWith(Markdown.ROOT) || !Files.exists(target)) {
      return false;
    }
    if (hash < 0) {
      return true;
    }
    return target.toString().endsWith(".md")
        && anchors(Markdown.of(Markdown.ROOT.relativize(target).toString()))
            .contains(link.substring(hash + 1));
  }

  /** As GitHub makes them of headings. */
  private static List<String> anchors(Markdown document) {
    List<String> anchors = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (String line : document.prose()) {
      if (line.matches("#{1,6} .*")) {
        String text = line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT);
        String anchor = text.replaceAll("[^\\p{L}\\p{N} _-]", "").strip().replace(' ', '-');
        int number = seen.merge(anchor, 1, Integer::sum) - 1;
        anchors.add(number == 0 ? anchor : anchor + "-" + number);
      }
    }
    return anchors;
  }
}
