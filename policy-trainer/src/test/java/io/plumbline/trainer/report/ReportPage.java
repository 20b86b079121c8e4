package io.plumbline.trainer.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** A report as an XML parser reads it, which refuses all that is not well-formed. */
record ReportPage(Document document) {

  static ReportPage read(Path file) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      return new ReportPage(factory.newDocumentBuilder().parse(file.toFile()));
    } catch (ParserConfigurationException | SAXException e) {
      throw new AssertionError(file + " is not well-formed", e);
    }
  }

  String text() {
    return document.getDocumentElement().getTextContent();
  }

  /** Texts of what an XPath finds, with plain spaces for those that do not break. */
  List<String> texts(String path) {
    try {
      XPath xpath = XPathFactory.newInstance().newXPath();
      NodeList found = (NodeList) xpath.evaluate(path, document, XPathConstants.NODESET);
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < found.getLength(); i++) {
        texts.add(found.item(i).getTextContent().replace('\u00a0', ' '));
      }
      return texts;
    } catch (XPathExpressionException e) {
      throw new AssertionError(path, e);
    }
  }
}
