import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

/** Prints one line for every PDF/UA-1 rule that a file breaks: file, rule, what the rule asks. */
public class VeraPdf {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        var foundry = Foundries.defaultInstance();
        for (String file : files) {
            try (PDFAParser parser =
                    foundry.createParser(new FileInputStream(file), PDFAFlavour.PDFUA_1)) {
                var result = foundry.createValidator(PDFAFlavour.PDFUA_1, false).validate(parser);
                for (TestAssertion broken : result.getTestAssertions()) {
                    var rule = broken.getRuleId();
                    System.out.printf(
                            "%s: ISO 14289-1 %s-%d: %s%n",
                            file, rule.getClause(), rule.getTestNumber(), broken.getMessage());
                }
                System.out.printf("%s: %s%n", file, result.isCompliant() ? "conforms" : "does not conform");
            }
        }
    }
}
